"""One row of the export as a typed value: every cell clean, nothing joined yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.model.register import Enrolment, PersonName
from bot.registry.cells import mend, read_date, read_year, tidy
from bot.registry.identity import read_identity
from bot.registry.people import PARTICLES
from bot.registry.phones_on_file import PhoneCell, read_phones
from bot.text.words import fold

_LEFT = ("anulad", "traslad", "baja")
_ACTIVE = ("", "matriculado", "matriculada")
_AFTER_EVALUATION = ("promocion", "repit", "obtiene", "pendiente")
_EMAIL = re.compile(r"[^\s;,/<>]+@[^\s;,/<>]+")


# Named tuples, not dataclasses: an export makes a million of them, and a tuple is made four times faster.


class GuardianBlock(NamedTuple):
    """What one row says of one guardian."""

    name: PersonName
    dni: str | None
    dni_valid: bool
    phone: PhoneCell
    emails: tuple[str, ...]


class Record(NamedTuple):
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
    line: int, cells: Sequence[str], pick: Callable[[Sequence[str]], Sequence[str]], country: str
) -> Record | None:
    """The record of a row; None when it names no pupil id.

    `cells` are as many as the header has and an empty one; `pick` takes those of `Column` out of them.
    """
    mended = mend(cells)
    values = tidy(pick(mended))
    (full_name, state, student, born, phone, email, course, unit, surname1, surname2, given) = values[:11]
    if not student:
        return None
    name = PersonName(given, surname1, surname2)
    if not (given and surname1):
        name = _split_full_name(full_name) or name
    blocks = (_read_guardian(values[11:17], country), _read_guardian(values[17:23], country))
    guardians = tuple([block for block in blocks if block])
    names = (name, *[block.name for block in guardians])
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
        mojibake=mended is not cells and mended != cells,
        lost_letters=any("?" in f"{n.given}{n.surname1}{n.surname2}" for n in names),
    )


@lru_cache(maxsize=256)
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
    """The guardian of six cells, in the order of `Column`; None when all are empty."""
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
    return tuple(_EMAIL.findall(cell.lower())) if "@" in cell else ()


def _split_full_name(cell: str) -> PersonName | None:
    """Read "De la Torre Ruiz, Ana" as Ana / De la Torre / Ruiz; without comma nobody can tell."""
    surnames, comma, given = cell.partition(",")
    if not comma:
        return None
    words = surnames.split()
    first = next((i for i, word in enumerate(words) if fold(word) not in PARTICLES), 0) + 1
    return PersonName(given.strip(), " ".join(words[:first]), " ".join(words[first:]))
