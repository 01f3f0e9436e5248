"""The register made ready for questions: who has this phone, who bears a name like this."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from bot.matchers.asked import AskedName
from bot.matchers.courses_on_file import CoursesOnFile
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import MatchingRules, Scale
from bot.matchers.name_parts import Columns, NameParts
from bot.matchers.name_words import Filed, Written, filed_name, written_name
from bot.matchers.names import NameComparison, Part, compare
from bot.matchers.postings import Numbers, Places, Postings, text_key
from bot.matchers.roll import Roll
from bot.matchers.units import cycles_on_file, units_on_file
from bot.matchers.vocabulary import Vocabulary
from bot.model.register import Guardian, PersonName, Register
from bot.registry.packed import Packed, pack_guardians, pack_students


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person on file whose name is like the one asked for."""

    role: Literal["student", "guardian"]
    key: str  #: Student.id or Guardian.key
    similarity: float  #: 0 … 1


class RegisterIndex:
    """In-memory index over one register. Only ever narrows: what it leaves out, `compare` refuses too.

    Pupils and guardians are numbered as they are packed in `register`.
    """

    def __init__(self, register: Register, hypocoristics: Hypocoristics) -> None:
        students, guardians = register.students, register.guardians
        self._students = students if isinstance(students, Packed) else pack_students(students.values())
        self._guardians = guardians if isinstance(guardians, Packed) else pack_guardians(guardians.values())
        self.register = Register(self._students, self._guardians, register.version)
        parts, pupils_named, guardians_named = NameParts(), array("I"), array("I")
        pupils, families = array("Q"), array("q")  # side by side: a pupil's number, a guardian's hashed key
        self.courses = CoursesOnFile()
        pupils_mail, guardians_mail = Counter[str](), Counter[str]()
        for number, student in enumerate(self._students.each()):
            parts.add(student.name, pupils_named)
            self.courses.add(student)
            pupils_mail.update(map(_domain, student.emails))
            for key in student.guardians:
                pupils.append(number)
                families.append(hash(key))
        phones, holders = array("Q"), array("I")
        for number, guardian in enumerate(self._guardians.each()):
            parts.add(guardian.name, guardians_named)
            guardians_mail.update(map(_domain, guardian.emails))
            for phone in guardian.phones:
                phones.append(text_key(phone))
                holders.append(number)
        self._by_phone = Postings(np.array(phones, np.uint64), np.array(holders, np.uint32))
        known = self._guardians.numbers(families)
        on_file = known >= 0
        self._guardians_of = Postings(np.array(pupils, np.uint64)[on_file], known[on_file].astype(np.uint32))
        #: E-mail domains that only pupils use: the school's own accounts.
        self.pupil_email_domains = frozenset(
            domain for domain, count in pupils_mail.items() if count > 1 and domain not in guardians_mail
        )
        kinds = self.courses.examples()
        self.units = units_on_file(kinds)
        self.cycles = cycles_on_file(kinds)
        self._file_names(parts, _rows(pupils_named), _rows(guardians_named), hypocoristics)
        self._scale: tuple[MatchingRules, Scale] | None = None
        #: A pupil, a guardian by number.
        self.student, self.guardian = self._students.at, self._guardians.at
        self.persons = lru_cache(maxsize=2_048)(self._persons)
        self.guardians_by_phone = lru_cache(maxsize=2_048)(self._guardians_by_phone)

    def _file_names(
        self, parts: NameParts, pupils: Columns, guardians: Columns, hypocoristics: Hypocoristics
    ) -> None:
        given, surnames = Counter[str](), Counter[str]()
        for columns in (pupils, guardians):
            for place, counts in enumerate((given, surnames, surnames)):
                counts.update(parts.bearers(columns[:, place]))
        self.given_tokens: Mapping[str, int] = given  #: folded word -> how many people bear it
        self.surname_tokens: Mapping[str, int] = surnames
        self.lexicon = Lexicon(hypocoristics, given, surnames)
        compounds = {(part.joined, part.words[0]) for part in parts.words if part.joined}
        wholes = {whole for whole, _ in compounds}
        self._vocabulary = Vocabulary({*given, *surnames, *wholes}, compounds, self.lexicon)
        self.pupil_roll = Roll(pupils, parts, self._vocabulary)
        self.guardian_roll = Roll(guardians, parts, self._vocabulary)

    def _guardians_by_phone(self, phone: str) -> tuple[Guardian, ...]:
        """Every guardian with this number (E.164) on file."""
        found = map(self.guardian, self._by_phone.of([text_key(phone)])[0].tolist())
        return tuple(guardian for guardian in found if phone in guardian.phones)

    def asked(self, written: Written, rules: MatchingRules) -> AskedName:
        """A written name, to be compared with names on file."""
        return AskedName(written, self._vocabulary, self.lexicon, self.scale(rules))

    def numbers_of_guardians(self, keys: Iterable[str]) -> set[int]:
        """Their numbers, of those who are on file."""
        return {self._guardians.number(key) for key in keys if key in self._guardians}

    def guardians_of(self, students: Numbers | Sequence[int]) -> tuple[Numbers, Places]:
        """Guardians of these pupils, side by side with the place of the pupil in `students`."""
        return self._guardians_of.of(students)

    def scale(self, rules: MatchingRules) -> Scale:
        """The weights of names under these rules, with the frequencies of this register."""
        if self._scale is None or self._scale[0] is not rules:
            self._scale = rules, Scale(rules, self.given_tokens, self.surname_tokens)
        return self._scale[1]

    def _persons(self, name: str) -> tuple[PersonHit, ...]:
        """People on file whose name is like a written one, typos and short names included, best first.

        One word alone finds whoever bears it; more words must agree as in `compare`.
        """
        written = written_name(name)
        if not written.tokens:
            return ()
        hits = [*self._hits("student", written), *self._hits("guardian", written)]
        hits.sort(key=lambda hit: (-hit.similarity, hit.role, hit.key))
        return tuple(hits)

    def _hits(self, role: Literal["student", "guardian"], written: Written) -> Iterator[PersonHit]:
        roll = self.pupil_roll if role == "student" else self.guardian_roll
        # Given names alone or surnames alone are asked for word by word: no pair of words files them.
        likely = roll.candidates(written)
        likely = likely if len(likely) else roll.bearing(written.tokens)
        for number, texts in zip(likely.tolist(), roll.names(likely), strict=True):
            filed = filed_name(PersonName(*texts))
            how = compare(written, filed, self.lexicon)
            if how.level:
                key = self.student(number).id if role == "student" else self.guardian(number).key
                yield PersonHit(role, key, _similarity(how, filed))


def _similarity(how: NameComparison, filed: Filed) -> float:
    """A rough figure for sorting hits: the share of the name on file that agrees, by how well."""
    levels = (how.given, how.surname1, how.surname2)
    present = [level / Part.EXACT for level, own in zip(levels, filed.places, strict=True) if own]
    return sum(present) / len(present)


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _rows(columns: array[int]) -> Columns:
    return np.array(columns, dtype=np.uint32).reshape(-1, 3)
