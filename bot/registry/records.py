"""One row of the export as a typed value: every cell clean, nothing joined yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.model import Enrolment, PersonName
from bot.registry.cells import mend, read_date, read_year
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


def read_record(line: int, cells: Sequence[str], positions: Sequence[int], country: str) -> Record | None:
    """The record of a row; None when it names no pupil id.

    `cells` are as many as the header has; `positions` are those of `Column`, -1 for one missing.
    """
    mended = mend(cells)
    readable = [*mended, ""]  # where -1 points
    values = [" ".join(readable[position].split()) for position in positions]
    (full_name, state, student, born, phone, email, course, unit, surname1, surname2, given) = values[:11]
    if not student:
        return None
    name = PersonName(given, surname1, surname2)
    if not (given and surname1):
        name = _split_full_name(full_name) or name
    blocks = (_read_guardian(*values[start : start + 6], country=country) for start in (11, 17))
    guardians = tuple(block for block in blocks if block)
    return Record(
        line=line,
        student=student,
        name=name,
        state=state,
        year=read_year(values[23]),
        course=course,
        unit=unit,
        born=read_date(born),
        phone=read_phones(phone, country),
        emails=_read_emails(email),
        guardians=guardians,
        mojibake=mended != cells,
        lost_letters=any("?" in part for n in (name, *(g.name for g in guardians)) for part in _parts(n)),
    )


def _parts(name: PersonName) -> tuple[str, str, str]:
    return name.given, name.surname1, name.surname2


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


def _read_guardian(
    dni: str, given: str, surname1: str, surname2: str, phone: str, email: str, *, country: str
) -> GuardianBlock | None:
    if not (dni or given or surname1 or surname2 or phone or email):
        return None
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
