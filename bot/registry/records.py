"""One row of the export as a typed value: every cell clean, nothing joined yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.model import Enrolment, PersonName
from bot.registry.cells import clean, read_date, read_year
from bot.registry.columns import GUARDIAN_BLOCKS, Column
from bot.registry.identity import read_identity
from bot.registry.phones_on_file import PhoneCell, read_phones
from bot.text import fold

_LEFT = ("anulad", "traslad", "baja")
_ACTIVE = ("", "matriculado", "matriculada")
_AFTER_EVALUATION = ("promocion", "repit", "obtiene", "pendiente")
_PARTICLES = frozenset({"de", "del", "la", "las", "los"})
_EMAIL = re.compile(r"[^\s;,/<>]+@[^\s;,/<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianBlock:
    """What one row says of one guardian."""

    name: PersonName
    dni: str | None
    dni_valid: bool
    phone: PhoneCell
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One matrícula."""

    line: int  #: in the file
    student: str  #: Nº Id. Escolar
    name: PersonName
    state: str  #: Estado Matrícula as it stands
    year: int  #: 0 when it cannot be read
    course: str
    unit: str
    born: date | None
    phone: PhoneCell
    emails: tuple[str, ...]
    guardians: tuple[GuardianBlock, ...]  #: at most two, empty blocks left out
    mojibake: bool  #: letters were repaired
    lost_letters: bool  #: a "?" stands in a name


def read_record(
    line: int, cells: Sequence[str], columns: Mapping[Column, int], country: str
) -> Record | None:
    """The record of a row; None when it names no pupil id."""
    mojibake = False

    def get(column: Column) -> str:
        nonlocal mojibake
        position = columns.get(column)
        if position is None or position >= len(cells) or not cells[position]:
            return ""
        text, mended = clean(cells[position])
        mojibake |= mended
        return text

    student = get(Column.ID)
    if not student:
        return None
    name = PersonName(get(Column.GIVEN), get(Column.SURNAME1), get(Column.SURNAME2))
    if not (name.given and name.surname1):
        name = _split_full_name(get(Column.FULL_NAME)) or name
    blocks = (_read_guardian([get(column) for column in block], country) for block in GUARDIAN_BLOCKS)
    guardians = tuple(block for block in blocks if block)
    return Record(
        line=line,
        student=student,
        name=name,
        state=get(Column.STATE),
        year=read_year(get(Column.YEAR)),
        course=get(Column.COURSE),
        unit=get(Column.UNIT),
        born=read_date(get(Column.BORN)),
        phone=read_phones(get(Column.OWN_PHONE), country),
        emails=_read_emails(get(Column.OWN_EMAIL)),
        guardians=guardians,
        mojibake=mojibake,
        lost_letters=any("?" in str(n) for n in (name, *(g.name for g in guardians))),
    )


def enrolment_of(state: str) -> Enrolment:
    """What an Estado Matrícula of this year means; what is not known, a person must look at."""
    folded = fold(state)
    if folded in _ACTIVE:
        return Enrolment.ACTIVE
    return Enrolment.LEFT if folded.startswith(_LEFT) else Enrolment.PENDING


def is_known_state(state: str) -> bool:
    """Is this a state that was seen in real exports?"""
    folded = fold(state)
    return folded in _ACTIVE or folded.startswith((*_LEFT, *_AFTER_EVALUATION))


def _read_guardian(cells: Sequence[str], country: str) -> GuardianBlock | None:
    if not any(cells):
        return None
    dni, given, surname1, surname2, phone, email = cells
    number, valid = read_identity(dni, country)
    return GuardianBlock(
        name=PersonName(given, surname1, surname2),
        dni=number,
        dni_valid=valid,
        phone=read_phones(phone, country),
        emails=_read_emails(email),
    )


def _read_emails(cell: str) -> tuple[str, ...]:
    return tuple(address.lower() for address in _EMAIL.findall(cell)) if "@" in cell else ()


def _split_full_name(cell: str) -> PersonName | None:
    """Read "De la Torre Ruiz, Ana" as Ana / De la Torre / Ruiz; without comma nobody can tell."""
    surnames, comma, given = cell.partition(",")
    if not comma:
        return None
    words = surnames.split()
    first = next((i for i, word in enumerate(words) if fold(word) not in _PARTICLES), 0) + 1
    return PersonName(given.strip(), " ".join(words[:first]), " ".join(words[first:]))
