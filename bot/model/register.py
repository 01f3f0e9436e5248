"""What the school knows: its pupils and their guardians."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as the register splits it; any part may be "" (one surname, swapped order …)."""

    given: str
    surname1: str = ""
    surname2: str = ""

    @property
    def surnames(self) -> str:
        return " ".join(p for p in (self.surname1, self.surname2) if p)

    def __str__(self) -> str:
        return " ".join(p for p in (self.given, self.surname1, self.surname2) if p)


class Enrolment(StrEnum):
    """State of the latest matrícula (data/seneca-export §4)."""

    ACTIVE = "active"
    LEFT = "left"  #: Anulada, Traslad*, Baja*, or no longer in the newest export
    PENDING = "pending"  #: any other state of the current year: a person must look


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """One guardian, joined over the rows of all their children."""

    key: str  #: stable id: DNI on file, else made of name and phone
    dni: str | None
    name: PersonName
    phones: frozenset[str] = frozenset()  #: E.164, of any of their children's rows of this year
    emails: frozenset[str] = frozenset()  #: lower case
    students: tuple[str, ...] = ()  #: ids of their children

    @property
    def on_file(self) -> str:
        """How the public JSON names this guardian: the DNI on file, else the name on file."""
        return self.dni or str(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One pupil: the row of the latest year."""

    id: str  #: Nº Id. Escolar
    name: PersonName
    enrolment: Enrolment = Enrolment.ACTIVE
    year: int = 0  #: start year of the matrícula
    official_course: str = ""  #: Curso, e.g. "2º de E.S.O."
    units: tuple[str, ...] = ()  #: Unidad of each active row of the year, usually one
    guardians: tuple[str, ...] = ()  #: keys, at most two per row
    phones: frozenset[str] = frozenset()  #: the pupil's own
    emails: frozenset[str] = frozenset()  #: the pupil's own
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The enrolment data of one school at one moment."""

    students: Mapping[str, Student]
    guardians: Mapping[str, Guardian]
    version: str = ""  #: of the import
