"""The reference that the index is held to: a claim compared with everybody on file, one after the other.

Nothing of the search, the index or its memories is used here: only the comparisons themselves (names,
courses, phones), their weights, and the rules of which accounts found are meant (`ranked`, `judge`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import log2

from bot.matchers.accounts import Account, Child, Claimed
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import MatchingRules, Scale
from bot.matchers.match import judge
from bot.matchers.name_words import Filed, Written, filed_name
from bot.matchers.names import APART, NameComparison, NameLevel, compare
from bot.matchers.phone import phone_fit
from bot.matchers.phonetics import sound
from bot.matchers.search import ranked
from bot.matchers.units import compare_courses
from bot.model.claim import Claim
from bot.model.match import Match
from bot.model.register import Enrolment, Guardian, Register, Student

_TWINS = 1.0  # bits
_Found = list[tuple[Child, ...]]


class _Spelt:
    """A name on file, and every word that it could be known by."""

    def __init__(self, name: Filed) -> None:
        self.name = name
        self.words = frozenset({*name.tokens, *(whole for _, whole, _ in name.joined)})


class Everybody:
    """All people of a register, to be compared with."""

    def __init__(self, register: Register, names: Hypocoristics, rules: MatchingRules) -> None:
        self.rules = rules
        self.students = {s.id: (s, _Spelt(filed_name(s.name))) for s in register.students.values()}
        self.guardians = {g.key: (g, _Spelt(filed_name(g.name))) for g in register.guardians.values()}
        self.families = {
            key: [self.students[i][0] for i in g.students if i in self.students]
            for key, (g, _) in self.guardians.items()
        }
        people = [spelt.name for _, spelt in [*self.students.values(), *self.guardians.values()]]
        given = Counter(word for filed in people for word in filed.part(0))
        surnames = Counter(word for filed in people for word in filed.part(1) + filed.part(2))
        self._wholes = {whole for filed in people for _, whole, _ in filed.joined}
        self._words = {word: sound(word) for word in {*given, *surnames, *self._wholes}}
        self._names = names
        self.lexicon, self.scale = Lexicon(names, given, surnames), Scale(rules, given, surnames)
        self.agreeing = lru_cache(maxsize=None)(self._agreeing)

    def link(self, claim: Claim) -> Match:
        """The answer that `bot.matchers.match.link` must give too."""
        claimed = Claimed(claim)
        found = list(_Comparison(claimed, self).accounts())
        best_first = ranked(found, claimed, self.rules)
        return judge(claimed, best_first, self.rules, self.lexicon, on_file=len(self.guardians))

    def near(self, written: Written) -> set[str]:
        """Words on file of which at least one must be in a name for it to agree with a written one."""
        together = [run for run in written.runs if run.several]
        heard = {run.heard for run in together}
        near = {word for word, by_ear in self._words.items() if by_ear in heard}
        near |= {w for w in self._wholes if any(w.startswith(run.text) for run in together)}
        return near.union(*map(self.agreeing, written.tokens))

    def _agreeing(self, token: str) -> set[str]:
        agree, phrases = self.lexicon.agreement, self._names.phrases
        kin, starts = self._names.kin(token), {token[0], sound(token)[:1]}
        return {
            word
            for word, by_ear in self._words.items()
            # Words agree by a table, or begin alike in letters or sound; "?" on file is any letter.
            if (
                (word[0] in starts or by_ear[:1] in starts or word in kin or "?" in word)
                and any(agree(token, word, surname=surname) for surname in (False, True))
            )
            or any(word in phrase for phrase in phrases(token))
            or any(token in phrase for phrase in phrases(word))
            or (word in self._wholes and word.startswith(token))
        }


class _Comparison:
    """One claim."""

    def __init__(self, claimed: Claimed, everybody: Everybody) -> None:
        self.claimed, self.everybody, self.rules = claimed, everybody, everybody.rules
        self.holders = [g for g, _ in everybody.guardians.values() if claimed.phone in g.phones]
        asked = [(written, everybody.near(written)) for written in claimed.students]
        self.children: dict[str, list[Child | None]] = {}
        for student, spelt in everybody.students.values():
            found = [
                self._child(place, student, spelt.name, self._compare(written, spelt, near))
                for place, (written, near) in enumerate(asked)
            ]
            if any(found):
                self.children[student.id] = found

    def _compare(self, written: Written, spelt: _Spelt, near: set[str]) -> NameComparison:
        if near.isdisjoint(spelt.words):
            return APART
        return compare(written, spelt.name, self.everybody.lexicon)

    def _child(self, place: int, student: Student, filed: Filed, how: NameComparison) -> Child | None:
        if how.level is NameLevel.DIFFERENT:
            return None
        course = compare_courses(self.claimed.courses[place], student)
        parts = self.everybody.scale.parts(how, filed)
        bits = sum(parts) + self.rules.course[course.name.lower()] + self.rules.enrolment[student.enrolment]
        return Child(student, how, course, parts, sum(parts), bits)

    def accounts(self) -> Iterator[Account]:
        """Everybody for whom something speaks: a name in full, a child, a phone of the family."""
        guardian = self.claimed.guardian
        near = self.everybody.near(guardian) if guardian else set()
        for person, spelt in self.everybody.guardians.values():
            how = self._compare(guardian, spelt, near) if guardian else None
            if how is not None and not self.rules.institutions.isdisjoint(spelt.name.tokens):
                how = replace(how, level=NameLevel.DIFFERENT)
            if how is APART and not self.holders and self.children.keys().isdisjoint(person.students):
                continue  # most people
            account = self._account(person, spelt.name, how)
            if account:
                yield account
        for student, _ in self.everybody.students.values():
            if student.guardians or student.id not in self.children:
                continue
            children = self._fits([student], known=False)
            if any(children):
                yield self._weigh(None, None, None, children, [])

    def _account(self, person: Guardian, filed: Filed, how: NameComparison | None) -> Account | None:
        family = self.everybody.families[person.key]
        phone = self.claimed.phone in person.phones or bool(self._holders(family))
        same = how is not None and how.level is NameLevel.SAME
        if not (phone or same) and self.children.keys().isdisjoint(person.students):
            return None
        children = self._fits(family, known=phone or same)
        if how is None or how.level > NameLevel.DIFFERENT:
            if phone or same or any(children):
                others = [g for g in self._holders(family) if g.key != person.key]
                return self._weigh(person, filed, how, children, others)
        elif any(children):
            meant = [child.student for fits in children for child in fits]
            return self._weigh(None, None, None, children, self._holders(meant))
        return None

    def _holders(self, students: Sequence[Student]) -> list[Guardian]:
        """Guardians of these pupils with the phone of the mail."""
        if not self.holders:
            return []
        keys = {key for student in students for key in student.guardians}
        return [holder for holder in self.holders if holder.key in keys]

    def _fits(self, family: Sequence[Student], *, known: bool) -> _Found:
        """For each pupil of the mail those who fit best; a bare given name or surname only counts in a family
        known by something better.
        """
        families = [self.children[student.id] for student in family if student.id in self.children]
        compared = [
            [child for found in families if (child := found[place])]
            for place in range(len(self.claimed.students))
        ]
        known = known or any(c.how.level is NameLevel.SAME for fits in compared for c in fits)
        return [_nearest([c for c in fits if known or c.how.level is NameLevel.SAME]) for fits in compared]

    def _weigh(
        self,
        person: Guardian | None,
        filed: Filed | None,
        how: NameComparison | None,
        children: _Found,
        others: Sequence[Guardian],
    ) -> Account:
        parts = self.everybody.scale.parts(how, filed) if how and filed else (0.0, 0.0, 0.0)
        phone = phone_fit(self.claimed.phone, person, others)
        bits = -log2(max(2, len(self.everybody.guardians))) + self.rules.phone[phone] + sum(parts)
        bits += sum(fits[0].bits if fits else self.rules.student_unknown for fits in children)
        if person is None and self.claimed.guardian:
            bits += self.rules.guardian_unknown
        students = tuple(dict.fromkeys(c.student.id for fits in children for c in fits))
        return Account(person, how, parts, sum(parts), phone, tuple(children), bits, students)


def _nearest(fits: list[Child]) -> tuple[Child, ...]:
    """The best and those not told from it; one who is enrolled goes before one who has left."""
    fits = sorted(fits, key=lambda c: (-c.bits, c.student.id))
    near = [c for c in fits if c.bits >= fits[0].bits - _TWINS]
    return tuple([c for c in near if c.student.enrolment is Enrolment.ACTIVE] or near)
