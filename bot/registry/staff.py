"""The list of teachers and their sections -> values. No common format of it exists, so columns go by name.

One row per teacher and section, or several sections in one cell, separated by commas or semicolons.
Source: data/seneca-export §7 (SIGES): DUI and NIP identify a teacher in El Salvador; DNI or NIE and the
centre's own number do in Spain.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO

from bot.errors import InputError
from bot.registry.cells import mend, tidy
from bot.registry.columns import column_words
from bot.registry.containers import decode, separator_of
from bot.registry.identity import read_identity
from bot.text.amounts import amount

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_NIP_DIGITS = 7  #: "incluyendo ceros al inicio"
_DUI = re.compile(r"\d{8}-\d")
_SPANISH = re.compile(r"[\dXYZ]\d{7}[A-Z]")
_MISTAKES_SHOWN = 50


class StaffColumn(StrEnum):
    """What each row must tell."""

    NAME = "nombre"
    EMAIL = "correo"
    DOCUMENT = "documento"
    NUMBER = "numero"
    SECTION = "seccion"


#: Headers that are understood without being mapped, folded to words.
_KNOWN: Mapping[StaffColumn, frozenset[str]] = {
    StaffColumn.NAME: frozenset(
        {"nombre", "docente", "profesor", "profesora", "profesor a", "nombre completo", "nombre y apellidos"}
        | {"apellidos y nombre", "empleado a", "nombre del docente"}
    ),
    StaffColumn.EMAIL: frozenset(
        {"correo", "email", "e mail", "correo electronico", "cuenta", "correo institucional"}
    ),
    StaffColumn.DOCUMENT: frozenset({"documento", "dui", "dni", "nif", "dni nie", "dni pasaporte"}),
    StaffColumn.NUMBER: frozenset({"numero", "nip", "numero interno", "n interno", "num interno"}),
    StaffColumn.SECTION: frozenset({"seccion", "secciones", "unidad", "unidades", "grupo", "grupos"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A teacher of one centre."""

    email: str  #: institutional, lower case; by it a signed-in user is known
    name: str
    identity: str  #: document and staff number in the form of `identity_of`
    units: tuple[str, ...]  #: as written in the list


def identity_of(document: str, number: str, country: str) -> str | None:
    """Document and staff number in the one form in which they are compared, whoever typed them.

    Dots, hyphens and zeros that a spreadsheet ate do not matter. None when the document has a wrong check
    digit or is of another kind (a passport), or the number cannot be one.
    """
    found, sound = read_identity(document, country)
    shape = _DUI if country == "SV" else _SPANISH
    if not found or not sound or not shape.fullmatch(found):
        return None
    plain = re.sub(r"[^0-9A-Z]", "", number.upper())
    if country == "SV" and not (plain.isdigit() and len(plain) <= _NIP_DIGITS):
        return None
    plain = plain.lstrip("0")
    return f"{found} {plain}" if plain else None


def read_staff(
    content: bytes, name: str, *, country: str, columns: Mapping[StaffColumn, str]
) -> list[StaffMember]:
    """The teachers of a CSV file, by e-mail; `columns`: the headers that are not understood by themselves.

    Raises InputError with every mistake and its line; `name` is the file's, for the sentences.
    """
    text, _ = decode(content)
    separator = separator_of(text.lstrip("\ufeff\r\n").partition("\n")[0])
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    places: dict[StaffColumn, int] | None = None
    staff: dict[str, StaffMember] = {}
    mistakes: list[str] = []
    try:
        for cells in reader:
            row = tidy(mend(cells))
            if not any(row):
                continue
            if places is None:
                places = _places(row, name, columns)
                continue
            try:
                member = _member(row, places, country)
                staff[member.email] = _joined(staff.get(member.email), member)
            except ValueError as error:
                mistakes.append(f"{name}:{reader.line_num}: {error}")
    except csv.Error:
        mistakes.append(f"{name}:{reader.line_num}: hay unas comillas sin cerrar.")
    mistakes += _shared(staff.values(), name)
    if mistakes:
        more = len(mistakes) - _MISTAKES_SHOWN
        rest = [f"… y {amount(more, 'error', 'errores')} más."] if more > 0 else []
        raise InputError("\n".join([*mistakes[:_MISTAKES_SHOWN], *rest, "No se ha cambiado nada."]))
    if not staff:
        raise InputError(f"«{name}» no tiene ningún docente. No se ha cambiado nada.")
    return [staff[email] for email in sorted(staff)]


def _places(header: Sequence[str], name: str, columns: Mapping[StaffColumn, str]) -> dict[StaffColumn, int]:
    """Where each column stands. Raises InputError naming those that are not there, and those that are."""
    keys = [column_words(cell) for cell in header]
    places: dict[StaffColumn, int] = {}
    for column in StaffColumn:
        wanted = {column_words(columns[column])} if column in columns else _KNOWN[column]
        if found := [place for place, key in enumerate(keys) if key in wanted]:
            places[column] = found[0]
    if lacking := [column for column in StaffColumn if column not in places]:
        example = f'--map {lacking[0]}="{next((cell for cell in header if cell), "…")}"'
        raise InputError(
            f"En la cabecera de «{name}» no se encuentra: {', '.join(lacking)}. Tiene: "
            f"{', '.join(cell for cell in header if cell) or 'nada'}. Diga cuál es cuál, p. ej. {example}."
        )
    return places


def _member(row: Sequence[str], places: Mapping[StaffColumn, int], country: str) -> StaffMember:
    """Raises ValueError with a Spanish sentence."""
    cell = {column: row[place] if place < len(row) else "" for column, place in places.items()}
    if empty := [column for column in StaffColumn if not cell[column]]:
        raise ValueError(f"falta {', '.join(empty)}.")
    email = cell[StaffColumn.EMAIL].lower()
    if not _ADDRESS.fullmatch(email):
        raise ValueError(f"«{email}» no es una dirección de correo.")
    identity = identity_of(cell[StaffColumn.DOCUMENT], cell[StaffColumn.NUMBER], country)
    if identity is None:
        kinds = "un DUI y un NIP de 7 cifras" if country == "SV" else "un DNI o NIE y un número interno"
        raise ValueError(f"el documento y el número de {email} no pueden ser {kinds}: revise sus cifras.")
    units = tuple(dict.fromkeys(filter(None, map(str.strip, re.split("[;,]", cell[StaffColumn.SECTION])))))
    return StaffMember(email=email, name=cell[StaffColumn.NAME], identity=identity, units=units)


def _joined(before: StaffMember | None, now: StaffMember) -> StaffMember:
    """The sections of several rows. Raises ValueError when the rows are not about one person."""
    if before is None:
        return now
    if before.identity != now.identity:
        raise ValueError(f"{now.email} está antes con otro documento u otro número.")
    return replace(before, units=tuple(dict.fromkeys(before.units + now.units)))


def _shared(staff: Iterable[StaffMember], name: str) -> list[str]:
    """Two people of one document: one of the two would get the other's sections."""
    seen: dict[str, str] = {}
    mistakes = []
    for member in staff:
        document = member.identity.partition(" ")[0]
        if document in seen:
            mistakes.append(f"{name}: {seen[document]} y {member.email} tienen el mismo documento.")
        seen[document] = member.email
    return mistakes
