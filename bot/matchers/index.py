"""The register made ready for questions: who has this phone, who bears a name like this."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.names import (
    Filed,
    NameComparison,
    NameLevel,
    Part,
    Written,
    compare,
    filed_name,
    written_name,
)
from bot.matchers.postings import Postings, pair_key, word_key
from bot.matchers.vocabulary import Vocabulary
from bot.model import Guardian, PersonName, Register, Student


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person on file whose name is like the one asked for."""

    role: Literal["student", "guardian"]
    key: str  #: Student.id or Guardian.key
    similarity: float  #: 0 … 1


class RegisterIndex:
    """In-memory index over one register. Only ever narrows: what it leaves out, `compare` refuses too."""

    def __init__(self, register: Register, hypocoristics: Hypocoristics) -> None:
        self.register = register
        given: Counter[str] = Counter()
        surnames: Counter[str] = Counter()
        students = list(register.students.values())
        guardians = list(register.guardians.values())
        names = [s.name for s in students] + [g.name for g in guardians]
        for filed in map(filed_name, names):
            given.update(filed.part(0))
            surnames.update((*filed.part(1), *filed.part(2)))
        self.given_tokens: Mapping[str, int] = given  #: folded word -> how many people bear it
        self.surname_tokens: Mapping[str, int] = surnames
        self.lexicon = Lexicon(hypocoristics, given, surnames)
        joined = {word for filed in map(filed_name, names) for _, word in filed.joined}
        compounds = {
            (whole, filed.tokens[0])
            for filed in map(filed_name, names)
            for part, whole in filed.joined
            if not part
        }
        self._vocabulary = Vocabulary({*given, *surnames, *joined}, compounds, self.lexicon)
        self._student_ids = [s.id for s in students]
        self._guardian_keys = [g.key for g in guardians]
        self._students_by_words = self._file(s.name for s in students)
        self._guardians_by_words = self._file(g.name for g in guardians)
        self._by_phone: dict[str, list[str]] = {}
        for guardian in guardians:
            for phone in guardian.phones:
                self._by_phone.setdefault(phone, []).append(guardian.key)
        self.units = tuple(sorted({unit for s in students for unit in s.units}))
        self.pupil_email_domains = _pupil_domains(students, guardians)

    def _file(self, names: Iterable[PersonName]) -> Postings:
        """File people under each word and under each pair of their words."""
        keys, numbers = array("Q"), array("I")
        number_of = self._vocabulary.number
        for i, name in enumerate(names):
            filed = filed_name(name)
            words = [number_of[w] for w in (*filed.tokens, *(j for _, j in filed.joined))]
            filed_under = {pair_key(*pair) for pair in combinations(words, 2)} | {*map(word_key, words)}
            keys.extend(filed_under)
            numbers.extend([i] * len(filed_under))
        return Postings(keys, numbers)

    def guardians_by_phone(self, phone: str) -> tuple[Guardian, ...]:
        """Every guardian with this number (E.164) on file."""
        return tuple(self.register.guardians[key] for key in self._by_phone.get(phone, ()))

    def students_like(self, written: Written) -> list[tuple[Student, NameComparison]]:
        """Pupils whom the name can mean on its own (`same_person_level`)."""
        found = []
        for i in self._sharing_two_words(written, self._students_by_words):
            student = self.register.students[self._student_ids[i]]
            how = compare(written, filed_name(student.name), self.lexicon)
            if how.level is NameLevel.SAME:
                found.append((student, how))
        return found

    def guardians_like(self, written: Written) -> list[tuple[Guardian, NameComparison]]:
        """Guardians whom the name can mean on its own (`same_person_level`)."""
        found = []
        for i in self._sharing_two_words(written, self._guardians_by_words):
            guardian = self.register.guardians[self._guardian_keys[i]]
            how = compare(written, filed_name(guardian.name), self.lexicon)
            if how.level is NameLevel.SAME:
                found.append((guardian, how))
        return found

    def persons(self, name: str, limit: int = 10) -> list[PersonHit]:
        """People on file whose name is like a written one, typos and short names included, best first.

        One word alone finds whoever bears it; more words must agree as in `compare_names`.
        """
        written = written_name(name)
        hits: list[PersonHit] = []
        for role, keys, postings in (
            ("student", self._student_ids, self._students_by_words),
            ("guardian", self._guardian_keys, self._guardians_by_words),
        ):
            people: Mapping[str, Student] | Mapping[str, Guardian] = (
                self.register.students if role == "student" else self.register.guardians
            )
            for i in self._sharing_words(written, postings):
                filed = filed_name(people[keys[i]].name)
                how = compare(written, filed, self.lexicon)
                if how.level:
                    hits.append(PersonHit(role, keys[i], _similarity(how, filed)))  # type: ignore[arg-type]
        hits.sort(key=lambda hit: (-hit.similarity, hit.role, hit.key))
        return hits[:limit]

    def _sharing_words(self, written: Written, postings: Postings) -> set[int]:
        if len(written.tokens) > 1:
            return self._sharing_two_words(written, postings)
        return postings.of(word_key(i) for t in written.tokens for i, _ in self._vocabulary.similar(t))

    def _sharing_two_words(self, written: Written, postings: Postings) -> set[int]:
        """People with two words that agree, one of them better than by a typo."""
        words = self._vocabulary
        spellings = [
            words.same(run.text) if run.several else words.similar(run.text)
            for run in written.runs
            if len(run.text) > 1
        ]
        return postings.of(set(_pairs(spellings)))


def _pairs(spellings: list[tuple[tuple[int, Agreement], ...]]) -> Iterator[int]:
    for ones, others in combinations(spellings, 2):
        for one, how_one in ones:
            for other, how_other in others:
                if max(how_one, how_other) > Agreement.TYPO:
                    yield pair_key(one, other)
    # One written word can agree with two on file (Juanma, Delacalle), or two with one.
    for ones in spellings:
        for (one, how_one), (other, how_other) in combinations(ones, 2):
            if max(how_one, how_other) > Agreement.TYPO:
                yield pair_key(one, other)


def _similarity(how: NameComparison, filed: Filed) -> float:
    """A rough figure for sorting hits: the share of the name on file that agrees, by how well."""
    levels = (how.given, how.surname1, how.surname2)
    present = [level / Part.EXACT for level, own in zip(levels, filed.places, strict=True) if own]
    return sum(present) / len(present)


def _pupil_domains(students: Iterable[Student], guardians: Iterable[Guardian]) -> frozenset[str]:
    """E-mail domains that only pupils use: the school's own accounts."""
    pupils = Counter(email.rpartition("@")[2] for s in students for email in s.emails)
    parents = {email.rpartition("@")[2] for g in guardians for email in g.emails}
    return frozenset(domain for domain, count in pupils.items() if count > 1 and domain not in parents)
