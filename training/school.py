"""Synthetic schools in the form of Séneca's export, with every special case a real one has.

    python -m training.school --seed 7 --pupils 300 --style A RegAlum.csv

All people, numbers and addresses are made up. The same seed, number and style give the same school.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from training.export_files import write_export
from training.families import Family, Numbers, Person, make_family
from training.rows import fill_row
from training.special_cases import Block, Entry, apply_cases
from training.units import STYLES, Unit, make_units

YEAR = 2026
SCHOOL = 1_000  # pupils of one school; a larger register is many schools one after the other
_NUMBERS_A_SCHOOL = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the export, and the special cases that it carries (they are not in the file)."""

    cells: dict[str, str]
    tags: frozenset[str]


def generate(seed: int, pupils: int, style: str) -> Iterator[Row]:
    """The rows of a school of about so many pupils; `style` is one of `units.STYLES`.

    A large register is many schools, one after the other, that share nobody.
    """
    for school, first in enumerate(range(0, pupils, SCHOOL)):
        yield from one_school(seed, school, min(SCHOOL, pupils - first), style)


def one_school(seed: int, number: int, pupils: int, style: str) -> list[Row]:
    """The school of this number; each has a generator of its own, made of seed and number."""
    rng = Random(f"{seed}/{number}")
    numbers = Numbers(seed * 7_919 + number * _NUMBERS_A_SCHOOL)
    block = _make_block(rng, numbers, pupils, style)
    apply_cases(block)
    rows = sorted([*block.entries, *block.extra], key=lambda e: e.cells["Alumno/a"].casefold())
    return [Row(entry.cells, frozenset(entry.tags)) for entry in rows]


def _make_block(rng: Random, numbers: Numbers, pupils: int, style: str) -> Block:
    units = make_units(pupils, style)
    seats = [unit for unit, size in units for _ in range(size)]
    rng.shuffle(seats)
    entries: list[Entry] = []
    family = 0
    while seats:
        entries += _enrol(rng, numbers, make_family(rng, numbers), family, seats)
        family += 1
    return Block(rng, numbers, YEAR, entries, [unit for unit, _ in units])


def _enrol(rng: Random, numbers: Numbers, family: Family, index: int, seats: list[Unit]) -> list[Entry]:
    """A row for each child for whom there is a seat."""
    entries: list[Entry] = []
    mother_first = rng.random() < 0.5
    for position, (child, guardians) in enumerate(zip(family.children, family.guardians, strict=True)):
        if not seats:
            break
        unit = _seat(seats, entries[0].unit if family.twins and position == 1 else None)
        ordered = guardians[::-1] if mother_first else guardians
        tags = set(family.tags) | ({"younger-sibling"} if position else set())
        pupil = _with_documents(rng, numbers, child, unit)
        cells = fill_row(
            rng, pupil, unit, ordered, pupil_id=numbers.pupil(), year=YEAR, community=family.community
        )
        if family.twins and position == 1:
            cells["Fecha de nacimiento"] = entries[0].cells["Fecha de nacimiento"]
        entries.append(Entry(cells, tags, index, pupil, unit))
    return entries


def _seat(seats: list[Unit], twin: Unit | None) -> Unit:
    """The next free seat; a twin's is in the same unit, else in the same course, if one is free."""
    if twin is None:
        return seats.pop()
    near = sorted(range(len(seats)), key=lambda i: (seats[i] != twin, seats[i].course != twin.course))
    return seats.pop(near[0] if seats[near[0]].course == twin.course else -1)


def _with_documents(rng: Random, numbers: Numbers, child: Person, unit: Unit) -> Person:
    """Older pupils have a DNI, and some a phone of their own in the register."""
    if unit.age < 14:
        return child
    return replace(child, dni=numbers.dni(), phone=numbers.phone() if rng.random() < 0.2 else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pupils", type=int, default=1_000)
    parser.add_argument("--style", choices=STYLES, default="A")
    parser.add_argument("out", type=Path, help="file to write: .csv, .txt or .xls")
    options = parser.parse_args()
    rows = generate(options.seed, options.pupils, options.style)
    print(f"{options.out}: {write_export((row.cells for row in rows), options.out)} rows")


if __name__ == "__main__":
    main()
