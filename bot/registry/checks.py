"""Checks of an export: each yields the places where one kind of problem occurs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model.register import Enrolment, Register, Student
from bot.registry.people import People, name_words
from bot.registry.quality import Source
from bot.registry.records import GuardianBlock, Record
from bot.registry.years import PupilRows
from bot.text.amounts import amount
from bot.text.words import fold

_FULL_AGE = 18

Phones = Sequence[frozenset[str]]  #: of each guardian of one pupil


@dataclass(frozen=True)
class Export:
    """All that a check may look at."""

    source: Source
    rows: Mapping[str, PupilRows]
    register: Register
    people: People

    @cached_property
    def active(self) -> Sequence[Student]:
        return [s for s in self.register.students.values() if s.enrolment is Enrolment.ACTIVE]

    @cached_property
    def current(self) -> Sequence[Record]:
        """The rows of this year."""
        return [r for pupil in self.rows.values() if pupil.current for r in pupil.rows]

    @cached_property
    def phones(self) -> Sequence[tuple[Student, Phones]]:
        """Each active pupil with the phones of each guardian."""
        known = self.register.guardians
        return [(student, [known[key].phones for key in student.guardians]) for student in self.active]


Check = Callable[[Export], Iterable[str]]


def unread_lines(export: Export) -> Iterator[str]:
    return (f"línea {line}" for line in export.source.skipped)


def few_current(export: Export) -> Iterator[str]:
    """A mistyped year makes everybody a former pupil."""
    current = sum(1 for pupil in export.rows.values() if pupil.current)
    if current * 5 < len(export.rows):
        yield f"{current} de {amount(len(export.rows), 'alumno', 'alumnos')}"


def no_guardian(export: Export) -> Iterator[str]:
    for student in export.active:
        of_age = student.born and student.year - student.born.year >= _FULL_AGE
        if not student.guardians and not of_age:
            yield student.id


def shared_by_strangers(export: Export) -> Iterator[str]:
    holders: dict[str, list[str]] = defaultdict(list)
    for guardian in export.register.guardians.values():
        for phone in guardian.phones:
            holders[phone].append(guardian.key)
    for keys in holders.values():
        if len(keys) < 2:
            continue
        families = [set(export.register.guardians[key].students) for key in keys]
        if any(a.isdisjoint(b) for a in families for b in families):
            yield from sorted(set().union(*families))


def phones_disagree(export: Export) -> Iterator[str]:
    """One guardian, several numbers in the rows of several children."""
    per_child: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    keys = iter(export.people.keys)
    seen = Counter(export.people.keys)
    for pupil in export.rows.values():
        for record in pupil.rows:
            for block in record.guardians:
                key = next(keys)
                if seen[key] > 1 and pupil.current and block.phone.phones:
                    per_child[key][record.student].update(block.phone.phones)
    for children in per_child.values():
        if any(a != b for a in children.values() for b in children.values()):
            yield from children


def same_full_name(export: Export) -> Iterator[str]:
    return _who_share(lambda s: name_words(s.name), export)


def same_name_in_unit(export: Export) -> Iterator[str]:
    """Given name and first surname are all that most parents write."""
    return _who_share(
        lambda s: (fold(s.name.given), fold(s.name.surname1), s.official_course, s.units), export
    )


def _who_share(key: Callable[[Student], Hashable], export: Export) -> Iterator[str]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for student in export.active:
        groups[key(student)].append(student.id)
    return (student for same in groups.values() if len(same) > 1 for student in same)


def several_rows(export: Export) -> Iterator[str]:
    return (i for i, pupil in export.rows.items() if pupil.current and len(pupil.rows) > 1)


def two_pupils_one_id(export: Export) -> Iterator[str]:
    return (i for i, pupil in export.rows.items() if not pupil.one_pupil)


def pending(export: Export) -> Iterator[str]:
    return (s.id for s in export.register.students.values() if s.enrolment is Enrolment.PENDING)


def without_unit(export: Export) -> Iterator[str]:
    return (s.id for s in export.active if not s.units)


def dni_of_two_people(export: Export) -> Iterator[str]:
    return _named_by_dni(export.people.shared_dnis, export)


def two_dnis_of_namesakes(export: Export) -> Iterator[str]:
    return _named_by_dni(export.people.namesakes, export)


def _named_by_dni(dnis: frozenset[str], export: Export) -> Iterator[str]:
    rows = (record for pupil in export.rows.values() for record in pupil.rows)
    return (record.student for record in rows if any(g.dni in dnis for g in record.guardians))


def in_records(holds: Callable[[Record], bool]) -> Check:
    """Pupils with a row of this year of which `holds` is true."""
    return lambda export: (record.student for record in export.current if holds(record))


def in_phones(holds: Callable[[Phones], bool]) -> Check:
    """Active pupils of whose guardians' phones `holds` is true."""
    return lambda export: (student.id for student, phones in export.phones if holds(phones))


def in_blocks(holds: Callable[[GuardianBlock], bool]) -> Check:
    """Pupils with a guardian block of this year of which `holds` is true."""
    return in_records(lambda record: any(map(holds, record.guardians)))
