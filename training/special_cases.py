"""What makes real exports hard, each as one named change to some rows of a school.

Every case gets its share of the rows that suit it, and at least one: small schools have them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from training.families import Numbers, Person
from training.person_names import spanish_given, spanish_surname
from training.rows import GUARDIAN, name_pupil
from training.units import Unit

_PHONES = ("Teléfono", *(columns["phone"] for columns in GUARDIAN))
_NAMES = (
    "Alumno/a",
    "Primer apellido",
    "Segundo apellido",
    "Nombre",
    *(columns[what] for columns in GUARDIAN for what in ("given", "surname1", "surname2")),
)
_NO_ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")


@dataclass(slots=True)
class Entry:
    """A row in the making."""

    cells: dict[str, str]
    tags: set[str]
    family: int
    child: Person
    unit: Unit

    def copy(self, tag: str) -> Entry:
        return Entry(dict(self.cells), self.tags | {tag}, self.family, self.child, self.unit)


@dataclass(slots=True)
class Block:
    """One school in the making; `extra` rows stand at its end."""

    rng: Random
    numbers: Numbers
    year: int
    entries: list[Entry]
    units: list[Unit]
    extra: list[Entry] = field(default_factory=list)

    def other(self, entry: Entry) -> Entry:
        """A pupil of another family."""
        return self.rng.choice([e for e in self.entries if e.family != entry.family])


@dataclass(frozen=True, slots=True)
class Case:
    """A tag, the share of suitable rows that get it, and what it does to a row."""

    tag: str
    share: float
    change: Callable[[Block, Entry], None]
    suits: Callable[[Entry], bool] = lambda _: True


def apply_cases(block: Block) -> None:
    """Change the rows of the block, case after case."""
    for case in CASES:
        suitable = [entry for entry in block.entries if case.suits(entry)]
        if not suitable:
            continue
        for entry in block.rng.sample(suitable, max(1, round(case.share * len(suitable)))):
            case.change(block, entry)
            entry.tags.add(case.tag)


# --------------------------------------------------------------------------- what a row can be


def _has(position: int, what: str) -> Callable[[Entry], bool]:
    return lambda entry: bool(entry.cells[GUARDIAN[position][what]])


def _two_guardians(entry: Entry) -> bool:
    return all(entry.cells[columns["given"]] for columns in GUARDIAN)


def _younger_sibling(entry: Entry) -> bool:
    return "younger-sibling" in entry.tags and _has(0, "phone")(entry)


def _untouched(entry: Entry) -> bool:
    """A pupil of the usual kind, to whom nothing has happened yet."""
    return not entry.cells["Estado Matrícula"] and bool(entry.cells["Unidad"])


# --------------------------------------------------------------------------- what happens to it


def _set(column: str, value: str) -> Callable[[Block, Entry], None]:
    def change(_: Block, entry: Entry) -> None:
        entry.cells[column] = value

    return change


def _rename(entry: Entry, *, given: str, surname1: str, surname2: str) -> None:
    name_pupil(entry.cells, Person(given=given, surname1=surname1, surname2=surname2, sex=entry.child.sex))


def _share_name(block: Block, entry: Entry) -> None:
    other = block.other(entry).cells
    surname2 = entry.cells["Segundo apellido"]
    _rename(entry, given=other["Nombre"], surname1=other["Primer apellido"], surname2=surname2)


def _share_full_name(block: Block, entry: Entry) -> None:
    other = block.other(entry).cells
    surname2 = other["Segundo apellido"]
    _rename(entry, given=other["Nombre"], surname1=other["Primer apellido"], surname2=surname2)


def _share_guardian_name(block: Block, entry: Entry) -> None:
    other = block.other(entry).cells
    for what in ("given", "surname1", "surname2", "sex"):
        entry.cells[GUARDIAN[0][what]] = other[GUARDIAN[0][what]]


def _share_phone(block: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[0]["phone"]] = block.other(entry).cells[GUARDIAN[0]["phone"]]


def _swap_guardians(_: Block, entry: Entry) -> None:
    first, second = GUARDIAN
    for what, column in first.items():
        other = second[what]
        entry.cells[column], entry.cells[other] = entry.cells[other], entry.cells[column]


def _first_empty(block: Block, entry: Entry) -> None:
    _swap_guardians(block, entry)
    for column in GUARDIAN[0].values():
        entry.cells[column] = ""


def _no_guardians(_: Block, entry: Entry) -> None:
    for columns in GUARDIAN:
        for column in columns.values():
            entry.cells[column] = ""


def _emancipated(block: Block, entry: Entry) -> None:
    _no_guardians(block, entry)
    entry.cells["Observaciones de la matrícula"] = "Emancipado/a"


def _no_phones(_: Block, entry: Entry) -> None:
    for column in _PHONES:
        entry.cells[column] = ""


def _new_phone(block: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[0]["phone"]] = block.numbers.phone()


def _two_phones(block: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[0]["phone"]] += f" / {block.numbers.landline()}"


def _new_email(block: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[0]["email"]] = f"familia{block.rng.randint(100, 999)}@gmail.example"


def _no_dni(_: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[0]["dni"]] = ""


def _wrong_letter(_: Block, entry: Entry) -> None:
    number = entry.cells[GUARDIAN[0]["dni"]]
    entry.cells[GUARDIAN[0]["dni"]] = f"{number[:-1]}{'A' if number[-1] != 'A' else 'B'}"


def _same_dni(_: Block, entry: Entry) -> None:
    entry.cells[GUARDIAN[1]["dni"]] = entry.cells[GUARDIAN[0]["dni"]]


def _typo(_: Block, entry: Entry) -> None:
    column = GUARDIAN[0]["surname1"]
    name = entry.cells[column]
    if len(name) < 2:  # no surname on file, or one letter: nothing to swap
        return
    middle = len(name) // 2
    entry.cells[column] = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


def _old_row(block: Block, entry: Entry) -> None:
    old = entry.copy("dup-old-row-anulada")
    old.cells |= {"Estado Matrícula": "Anulada", "Unidad": block.rng.choice(block.units).name}
    block.extra.append(old)


def _two_units(block: Block, entry: Entry) -> None:
    second = entry.copy("dup-both-active")
    second.cells["Unidad"] = block.rng.choice([u.name for u in block.units if u.name != entry.unit.name])
    block.extra.append(second)


def _last_year(block: Block, entry: Entry, *, phone: bool = False) -> None:
    row = entry.copy("previous-year-row")
    row.cells |= {"Año de la matrícula": str(block.year - 1), "Estado Matrícula": "Promociona"}
    younger = [unit for unit in block.units if unit.age == entry.unit.age - 1]
    if younger:
        unit = block.rng.choice(younger)
        row.cells |= {"Unidad": unit.name, "Curso": unit.course}
    if phone:
        row.cells[GUARDIAN[0]["phone"]] = block.numbers.phone()
    block.extra.append(row)


def _last_year_old_phone(block: Block, entry: Entry) -> None:
    _last_year(block, entry, phone=True)


def _only_last_year(block: Block, entry: Entry) -> None:
    entry.cells |= {"Año de la matrícula": str(block.year - 1), "Estado Matrícula": "Promociona"}


def _format_phone(block: Block, entry: Entry) -> None:
    layout = block.rng.choice(
        ("{} {} {} {}", "{}-{}-{}-{}", "+34{}{}{}{}", "0034 {} {} {} {}", "{}.{}.{}.{}")
    )
    for column in _PHONES:
        phone = entry.cells[column]
        if len(phone) == 9 and phone.isdigit():
            entry.cells[column] = layout.format(phone[:3], phone[3:5], phone[5:7], phone[7:])


def _in_names(alter: Callable[[str], str]) -> Callable[[Block, Entry], None]:
    def change(_: Block, entry: Entry) -> None:
        for column in _NAMES:
            entry.cells[column] = alter(entry.cells[column])

    return change


def _everywhere(alter: Callable[[str], str]) -> Callable[[Block, Entry], None]:
    def change(_: Block, entry: Entry) -> None:
        entry.cells = {column: alter(cell) for column, cell in entry.cells.items()}

    return change


def _mojibake(cell: str) -> str:
    return cell.encode().decode("latin-1")


def _abbreviate(cell: str) -> str:
    return cell.replace("María", "Mª").replace("Francisco", "Fco.")


def _strangers(block: Block, entry: Entry) -> None:
    """A child whose guardians bear names that say nothing of the child's."""
    for columns in GUARDIAN:
        if entry.cells[columns["given"]]:
            sex = entry.cells[columns["sex"]] or "M"
            entry.cells[columns["given"]] = spanish_given(block.rng, sex, young=False)
            entry.cells[columns["surname1"]] = spanish_surname(block.rng)


def _abbreviates(entry: Entry) -> bool:
    return any(_abbreviate(entry.cells[column]) != entry.cells[column] for column in _NAMES)


CASES = (
    Case("homonym-seeded", 0.016, _share_name),
    Case("homonym-full", 0.004, _share_full_name),
    Case("guardian-homonym", 0.004, _share_guardian_name, lambda e: "siblings" not in e.tags),
    Case("phone-collision-unrelated", 0.002, _share_phone),
    Case("siblings-different-phone-for-same-guardian", 0.12, _new_phone, _younger_sibling),
    Case("siblings-different-email", 0.08, _new_email, _younger_sibling),
    Case("siblings-dni-missing-once", 0.05, _no_dni, _younger_sibling),
    Case("guardian-surname-typo", 0.02, _typo, _younger_sibling),
    Case("siblings-guardian-order-swapped", 0.12, _swap_guardians, _younger_sibling),
    Case("guardian-without-dni", 0.05, _no_dni, lambda e: "siblings" not in e.tags),
    Case("guardian-dni-wrong-letter", 0.004, _wrong_letter, _has(0, "dni")),
    Case("guardians-one-dni", 0.003, _same_dni, _two_guardians),
    Case("first-guardian-empty", 0.003, _first_empty, _two_guardians),
    Case("emancipated-minor-no-guardian", 0.002, _emancipated, lambda e: e.unit.age in (16, 17)),
    Case("adult-no-guardian", 0.4, _no_guardians, lambda e: e.unit.age >= 18),
    Case("guardian-unlike-child", 0.01, _strangers, lambda e: "siblings" not in e.tags),
    Case("no-phone-on-file", 0.01, _no_phones),
    Case("two-phones-in-a-cell", 0.006, _two_phones, _has(0, "phone")),
    Case("formatted-phone-on-file", 0.25, _format_phone),
    Case("stale-anulada", 0.013, _set("Estado Matrícula", "Anulada"), _untouched),
    Case("stale-trasladada", 0.013, _set("Estado Matrícula", "Trasladada"), _untouched),
    Case("stale-baja", 0.004, _set("Estado Matrícula", "Baja de oficio"), _untouched),
    Case(
        "estado-pendiente",
        0.002,
        _set("Estado Matrícula", "Pendiente de confirmación de traslado"),
        _untouched,
    ),
    Case("unidad-empty", 0.005, _set("Unidad", ""), _untouched),
    Case("only-previous-year", 0.004, _only_last_year, _untouched),
    Case("dup-old-row-anulada", 0.003, _old_row, _untouched),
    Case("dup-both-active", 0.002, _two_units, _untouched),
    Case("previous-year-row", 0.009, _last_year, _untouched),
    Case("previous-year-old-phone", 0.003, _last_year_old_phone, _untouched),
    Case("abbreviated-name-on-file", 0.15, _in_names(_abbreviate), _abbreviates),
    Case("row-noacc", 0.06, _in_names(lambda cell: cell.translate(_NO_ACCENTS))),
    Case("row-upper", 0.035, _in_names(str.upper)),
    Case("trailing-spaces", 0.015, _in_names(lambda cell: f"{cell.replace(' ', '  ')} " if cell else "")),
    Case("mojibake-row", 0.003, _everywhere(_mojibake)),
)
