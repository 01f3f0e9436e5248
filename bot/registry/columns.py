"""Columns of the export, found by name: their order and number change with years and schools.

Names by data/seneca-export §3, Séneca's own typo "turor" included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.errors import InputError
from bot.registry.cells import mend
from bot.text.words import words


class Column(StrEnum):
    """The columns that the bot reads, by Séneca's name, in the order in which `records` takes them."""

    FULL_NAME = "Alumno/a"
    STATE = "Estado Matrícula"
    ID = "Nº Id. Escolar"
    BORN = "Fecha de nacimiento"
    OWN_PHONE = "Teléfono personal alumno/a"
    OWN_EMAIL = "Correo electrónico personal alumno/a"
    COURSE = "Curso"
    UNIT = "Unidad"
    SURNAME1 = "Primer apellido"
    SURNAME2 = "Segundo apellido"
    GIVEN = "Nombre"
    DNI_1 = "DNI/Pasaporte Primer tutor"
    GIVEN_1 = "Nombre Primer tutor"
    SURNAME1_1 = "Primer apellido Primer tutor"
    SURNAME2_1 = "Segundo apellido Primer tutor"
    PHONE_1 = "Teléfono Primer tutor"
    EMAIL_1 = "Correo Electrónico Primer tutor"
    DNI_2 = "DNI/Pasaporte Segundo tutor"
    GIVEN_2 = "Nombre Segundo tutor"
    SURNAME1_2 = "Primer apellido Segundo tutor"
    SURNAME2_2 = "Segundo apellido Segundo tutor"
    PHONE_2 = "Teléfono Segundo tutor"
    EMAIL_2 = "Correo Electrónico Segundo tutor"
    YEAR = "Año de la matrícula"


# Without these nobody could be told from anybody: one of each group must be there. Phones are not
# among them: older exports had no phone column for guardians, and the report says so.
_NEEDED = (
    (Column.FULL_NAME, Column.GIVEN),
    (Column.GIVEN_1, Column.GIVEN_2),
    (Column.SURNAME1_1, Column.SURNAME1_2),
)

_ORDINAL = str.maketrans("", "", "ºª°")
_SPELLINGS = (
    (re.compile(r"\bturor\b"), "tutor"),
    (re.compile(r"\btutor a\b"), "tutor"),
    (re.compile(r"\b(?:e mail|email|correo)\b(?! electronico)"), "correo electronico"),
    (re.compile(r"\b(?:dni pasaporte|dni nie|dni|nif)\b"), "dni pasaporte"),
)


def find_columns(header: Sequence[str], name: str) -> Mapping[Column, int]:
    """Position of every column that is there; of two of one name the first.

    Raises InputError when the export lacks columns without which nobody can be recognised.
    """
    by_key: dict[str, int] = {}
    for position, cell in enumerate(mend(header)):
        by_key.setdefault(_key(cell), position)
    found = {column: by_key[key] for column in Column if (key := _key(column)) in by_key}
    lacking = [group[0] for group in _NEEDED if not any(column in found for column in group)]
    if lacking:
        names = ", ".join(f"«{column}»" for column in lacking)
        raise InputError(
            f"A «{name}» le faltan columnas imprescindibles: {names}. "
            "Vuelva a exportar el alumnado desde Séneca con todas las columnas marcadas."
        )
    return found


def column_words(cell: str) -> str:
    """A column name without case, accents, signs and ordinals: "Nº Id. Escolar" -> "n id escolar"."""
    return " ".join(words(cell.translate(_ORDINAL)))


def _key(cell: str) -> str:
    """A column name in the form in which all its spellings are equal."""
    key = column_words(cell)
    for pattern, spelling in _SPELLINGS:
        key = pattern.sub(spelling, key)
    return key
