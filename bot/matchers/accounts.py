"""Which guardians' accounts a claim can mean: evidence on pupils, guardian and phone put together.

Every account that could be meant becomes one `Account` with its match weight. A pupil who fits while
nobody on file answers to the guardian's name becomes an account without a guardian.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log2

from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules, Scale
from bot.matchers.name_words import Written, filed_name, written_name
from bot.matchers.names import NameComparison, NameLevel, compare
from bot.matchers.phone import phone_fit
from bot.matchers.units import CourseLevel, compare_courses
from bot.model import Claim, ClaimedStudent, Enrolment, Guardian, PhoneFit, Student

_NAMESAKES = 50  # more pupils of one name than any school has: there the course decides whom to look at
_FEW = 12  # guardians that are sooner compared one by one than looked up by their name
_TWINS = 1.0  # pupils of one family nearer than this many bits are not told apart


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil on file who fits a pupil of the mail."""

    student: Student
    how: NameComparison
    course: CourseLevel
    name_bits: float
    bits: float  #: name, course and state of enrolment


@dataclass(frozen=True, slots=True)
class Account:
    """One account that can be meant."""

    guardian: Guardian | None  #: None: the pupil fits, but nobody on file answers to the guardian's name
    how: NameComparison | None  #: of the guardian's name; None: not named, or `guardian` is None
    name_bits: float  #: of the guardian's name
    phone: PhoneFit
    children: tuple[tuple[Child, ...], ...]  #: for each pupil of the mail, those who fit best; () for none
    bits: float  #: the match weight of it all

    @property
    def students(self) -> tuple[str, ...]:
        """Ids of the pupils meant, in the order of the mail."""
        return tuple(dict.fromkeys(c.student.id for fits in self.children for c in fits))

    @property
    def told_apart(self) -> bool:
        """Each pupil of the mail is one pupil on file."""
        return all(len(fits) == 1 for fits in self.children)


class Claimed:
    """The words of a claim, ready for comparing."""

    def __init__(self, claim: Claim) -> None:
        self.students = tuple(map(_student_words, claim.students))
        self.courses = tuple(
            s.course or (claim.loose_course if len(claim.students) == 1 else None) for s in claim.students
        )
        self.guardian = written_name(claim.guardian.value) if claim.guardian else None
        self.phone = claim.phone.value if claim.phone else None


def accounts(claimed: Claimed, index: RegisterIndex, rules: MatchingRules) -> list[Account]:
    """Every account that the claim can mean, best first; accounts without any fitting pupil only when
    there is none with one.
    """
    return _Search(claimed, index, rules).run()


def _student_words(student: ClaimedStudent) -> Written:
    given, surnames = student.given.strip(), student.surnames.strip()
    return written_name(f"{given} {surnames}".strip() or student.name.value, surnames_only=not given)


class _Search:
    def __init__(self, claimed: Claimed, index: RegisterIndex, rules: MatchingRules) -> None:
        self.claimed, self.index, self.rules = claimed, index, rules
        self.register = index.register
        self.scale = Scale(rules, index.given_tokens, index.surname_tokens)
        self.compared: dict[tuple[int, str], Child | None] = {}  # place in the mail, pupil id
        self.prior = -log2(max(2, len(self.register.guardians)))

    def run(self) -> list[Account]:
        namesakes = [self.index.students_like(written) for written in self.claimed.students]
        by_phone = self.index.guardians_by_phone(self.claimed.phone) if self.claimed.phone else ()
        keys = self._guardians_of(self._family(by_phone))
        found = self._ranked(keys, ())
        if found and self._settled(found[0]):
            # Only a namesake of the pupil with a namesake of the guardian could still come near.
            strangers = self._guardians_of(s for pupils in namesakes for s in pupils)
            if len(strangers) > _FEW and self.claimed.guardian:
                named = self.index.guardians_like(self.claimed.guardian, among=strangers)
                strangers = {guardian.key: None for guardian in named}
            keys |= strangers
            return self._ranked(keys, ())
        return self._everybody(namesakes, keys)

    def _everybody(self, namesakes: list[list[Student]], keys: dict[str, None]) -> list[Account]:
        """Guardians of all pupils who fit by name; where a pupil is not named well enough for that, also
        everybody with this name or phone.
        """
        fitting: dict[str, Student] = {}
        all_found = bool(self.claimed.students)
        for place, pupils in enumerate(namesakes):
            same = [s for s in self._nearest_course(place, pupils) if self._is_same(place, s)]
            all_found = all_found and bool(same)
            fitting.update((s.id, s) for s in same)
        if all_found:
            keys = {}
        elif self.claimed.guardian:
            keys.update((g.key, None) for g in self.index.guardians_like(self.claimed.guardian))
        keys.update(self._guardians_of(fitting.values()))
        return self._ranked(keys, [s for s in fitting.values() if not s.guardians])

    def _ranked(self, keys: Iterable[str], alone: Iterable[Student]) -> list[Account]:
        """The accounts of these guardians, and of pupils who have none, best first."""
        guardians = (self.register.guardians[key] for key in keys)
        found = [a for a in map(self._account, guardians) if a]
        found += self._without_guardians(alone)
        with_pupils = [a for a in found if a.students]
        if self.claimed.students and with_pupils:
            found = with_pupils
        return sorted(self._meant(found), key=_best_first)

    def _settled(self, best: Account) -> bool:
        """Name, phone and pupils all speak for one account: no stranger can come near it by bits."""
        return (
            best.guardian is not None
            and best.how is not None
            and best.how.level is NameLevel.SAME
            and best.phone in {PhoneFit.OWN, PhoneFit.LANDLINE}
            and bool(best.children)
            and all(
                fits and fits[0].how.level is NameLevel.SAME and fits[0].course > CourseLevel.YEAR_OFF
                for fits in best.children
            )
        )

    def _nearest_course(self, place: int, pupils: list[Student]) -> list[Student]:
        """All of them, unless the name is so common that only those nearest in course can matter."""
        if len(pupils) <= _NAMESAKES:
            return pupils
        course = self.claimed.courses[place]
        return sorted(pupils, key=lambda s: -compare_courses(course, s))[:_NAMESAKES]

    def _is_same(self, place: int, student: Student) -> bool:
        child = self._compare(place, student)
        return child is not None and child.how.level is NameLevel.SAME

    def _family(self, guardians: Iterable[Guardian]) -> list[Student]:
        return [
            self.register.students[i] for g in guardians for i in g.students if i in self.register.students
        ]

    def _guardians_of(self, pupils: Iterable[Student]) -> dict[str, None]:
        return dict.fromkeys(k for s in pupils for k in s.guardians if k in self.register.guardians)

    def _account(self, guardian: Guardian) -> Account | None:
        """This guardian's account; without the guardian when the mail names somebody else."""
        how, name_bits = self._guardian_name(guardian)
        named = how is not None and how.level > NameLevel.DIFFERENT
        family = self._family((guardian,))
        others = self._others(family, guardian)
        has_phone = self.claimed.phone is not None and any(
            self.claimed.phone in g.phones for g in (guardian, *others)
        )
        known = has_phone or (how is not None and how.level is NameLevel.SAME)
        children = self._children(family, known=known)
        if self.claimed.guardian and not named:
            if not any(children):
                return None
            meant = [self.register.students[c.student.id] for fits in children for c in fits]
            return self._weigh(None, None, 0.0, children, self._others(meant, None))
        return self._weigh(guardian, how, name_bits, children, others)

    def _without_guardians(self, pupils: Iterable[Student]) -> Iterator[Account]:
        """Pupils who fit and have no guardian on file."""
        for student in pupils:
            children = self._children([student], known=False)
            if any(children):
                yield self._weigh(None, None, 0.0, children, ())

    def _guardian_name(self, guardian: Guardian) -> tuple[NameComparison | None, float]:
        if self.claimed.guardian is None:
            return None, 0.0
        filed = filed_name(guardian.name)
        how = compare(self.claimed.guardian, filed, self.index.lexicon)
        if not self.rules.institutions.isdisjoint(filed.tokens):
            how = replace(how, level=NameLevel.DIFFERENT)
        return how, self.scale.whole(how, filed)

    def _others(self, family: Iterable[Student], guardian: Guardian | None) -> tuple[Guardian, ...]:
        keys = self._guardians_of(family)
        return tuple(self.register.guardians[k] for k in keys if guardian is None or k != guardian.key)

    def _children(self, family: Sequence[Student], *, known: bool) -> tuple[tuple[Child, ...], ...]:
        """For each pupil of the mail those of the family who fit best.

        A bare given name or surname only counts in a family known by something better.
        """
        compared = [
            [child for student in family if (child := self._compare(place, student))]
            for place in range(len(self.claimed.students))
        ]
        known = known or any(c.how.level is NameLevel.SAME for fits in compared for c in fits)
        return tuple(
            _nearest([c for c in fits if known or c.how.level is NameLevel.SAME]) for fits in compared
        )

    def _compare(self, place: int, student: Student) -> Child | None:
        """A pupil on file against the pupil named at this place of the mail; None when it is another."""
        if (place, student.id) not in self.compared:
            how = compare(self.claimed.students[place], filed_name(student.name), self.index.lexicon)
            self.compared[place, student.id] = self._child(place, student, how) if how.level else None
        return self.compared[place, student.id]

    def _child(self, place: int, student: Student, how: NameComparison) -> Child:
        course = compare_courses(self.claimed.courses[place], student)
        name_bits = self.scale.whole(how, filed_name(student.name))
        bits = name_bits + self.rules.course[course.name.lower()]
        bits += self.rules.enrolment[student.enrolment.value]
        return Child(student, how, course, name_bits, bits)

    def _weigh(
        self,
        guardian: Guardian | None,
        how: NameComparison | None,
        name_bits: float,
        children: tuple[tuple[Child, ...], ...],
        others: Iterable[Guardian],
    ) -> Account:
        phone = phone_fit(self.claimed.phone, guardian, others)
        bits = self.prior + self.rules.phone[phone.value] + name_bits
        bits += sum(fits[0].bits if fits else self.rules.student_unknown for fits in children)
        if guardian is None and self.claimed.guardian:
            bits += self.rules.guardian_unknown
        return Account(guardian, how, name_bits, phone, children, bits)

    def _meant(self, found: list[Account]) -> Iterator[Account]:
        """Among the accounts of one set of pupils: those that the guardian's name speaks for.

        The name goes before the phone, so that the father's name with the mother's phone stays a
        mismatch; only guardians who are about equally well named are left for the phone to settle.
        """
        found.sort(key=lambda a: a.students)
        for _, group in groupby(found, key=lambda a: a.students):
            same_pupils = sorted(group, key=_best_first)
            named = [a for a in same_pupils if a.guardian]
            if not named:
                yield same_pupils[0]
            elif not self.claimed.guardian:
                yield from named
            else:
                best = max(a.name_bits for a in named)
                yield from (a for a in named if a.name_bits >= best - self.rules.name_tie)


def _nearest(fits: list[Child]) -> tuple[Child, ...]:
    """The best and those not told from it; one who is enrolled goes before one who has left."""
    if not fits:
        return ()
    fits = sorted(fits, key=lambda c: (-c.bits, c.student.id))
    near = [c for c in fits if c.bits >= fits[0].bits - _TWINS]
    enrolled = [c for c in near if c.student.enrolment is Enrolment.ACTIVE]
    return tuple(enrolled or near)


def _best_first(account: Account) -> tuple[float, str, tuple[str, ...]]:
    return -account.bits, account.guardian.key if account.guardian else "", account.students
