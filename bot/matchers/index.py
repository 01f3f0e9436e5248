"""The register made ready for questions: who has this phone, who bears a name like this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Lexicon
from bot.matchers.name_words import Filed, Written, filed_name, written_name
from bot.matchers.names import NameComparison, Part, compare
from bot.matchers.roll import Roll
from bot.matchers.units import units_on_file
from bot.matchers.vocabulary import Vocabulary
from bot.model import Guardian, Register, Student


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
        students = list(register.students.values())
        guardians = list(register.guardians.values())
        pupils_filed = [filed_name(s.name) for s in students]
        guardians_filed = [filed_name(g.name) for g in guardians]
        given: Counter[str] = Counter()
        surnames: Counter[str] = Counter()
        compounds: set[tuple[str, str]] = set()  # given names written together, and their first words
        joined: set[str] = set()
        for filed in (*pupils_filed, *guardians_filed):
            given.update(filed.part(0))
            surnames.update((*filed.part(1), *filed.part(2)))
            joined.update(whole for _, whole in filed.joined)
            compounds.update((whole, filed.tokens[0]) for part, whole in filed.joined if part == 0)
        self.given_tokens: Mapping[str, int] = given  #: folded word -> how many people bear it
        self.surname_tokens: Mapping[str, int] = surnames
        self.lexicon = Lexicon(hypocoristics, given, surnames)
        vocabulary = Vocabulary({*given, *surnames, *joined}, compounds, self.lexicon)
        self._student_ids = [s.id for s in students]
        self._guardian_keys = [g.key for g in guardians]
        self._guardian_number = {key: i for i, key in enumerate(self._guardian_keys)}
        self._pupil_roll = Roll(pupils_filed, vocabulary)
        self._guardian_roll = Roll(guardians_filed, vocabulary)
        self._by_phone: dict[str, list[str]] = {}
        for guardian in guardians:
            for phone in guardian.phones:
                self._by_phone.setdefault(phone, []).append(guardian.key)
        self.units = units_on_file(students)
        self.pupil_email_domains = _pupil_domains(students, guardians)
        self._persons = lru_cache(maxsize=2_048)(self._find_persons)

    def guardians_by_phone(self, phone: str) -> tuple[Guardian, ...]:
        """Every guardian with this number (E.164) on file."""
        return tuple(self.register.guardians[key] for key in self._by_phone.get(phone, ()))

    def students_like(self, written: Written) -> list[Student]:
        """Pupils whom the name could mean on its own; `compare` has the last word."""
        return [self.register.students[self._student_ids[i]] for i in self._pupil_roll.candidates(written)]

    def guardians_like(self, written: Written, among: Iterable[str] | None = None) -> list[Guardian]:
        """Guardians (of these keys, if given) whom the name could mean on its own; `compare` decides."""
        only = None if among is None else [self._guardian_number[key] for key in among]
        found = self._guardian_roll.candidates(written, only)
        return [self.register.guardians[self._guardian_keys[i]] for i in found]

    def persons(self, name: str, limit: int = 10) -> list[PersonHit]:
        """People on file whose name is like a written one, typos and short names included, best first.

        One word alone finds whoever bears it; more words must agree as in `compare_names`.
        """
        return list(self._persons(name)[:limit])

    def _find_persons(self, name: str) -> tuple[PersonHit, ...]:
        written = written_name(name)
        if not written.tokens:
            return ()
        pupils = (self._pupil_roll, self._student_ids, self.register.students)
        guardians = (self._guardian_roll, self._guardian_keys, self.register.guardians)
        hits = [*self._hits("student", written, *pupils), *self._hits("guardian", written, *guardians)]
        hits.sort(key=lambda hit: (-hit.similarity, hit.role, hit.key))
        return tuple(hits)

    def _hits(
        self,
        role: Literal["student", "guardian"],
        written: Written,
        roll: Roll,
        keys: list[str],
        people: Mapping[str, Student] | Mapping[str, Guardian],
    ) -> Iterator[PersonHit]:
        # Given names alone or surnames alone are asked for word by word: no pair of words files them.
        likely = roll.candidates(written) or set.intersection(*map(roll.bearing, written.tokens))
        for number in likely:
            filed = filed_name(people[keys[number]].name)
            how = compare(written, filed, self.lexicon)
            if how.level:
                yield PersonHit(role, keys[number], _similarity(how, filed))


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
