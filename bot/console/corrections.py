"""What a person types over what the program read -> a Correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.decision.correction import Correction
from bot.errors import InputError
from bot.model.claim import Course, Region
from bot.parsers.phones.numbers import find_phones

NONE = "-"  #: typed for "the mail does not say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The fields as typed; "" means as the program read it."""

    guardian: str = ""
    given: str = ""
    surnames: str = ""
    unit: str = ""  #: the name of one of the school's units
    phone: str = ""


def correction_of(reading: Reading, units: Mapping[str, Course], country: str) -> Correction:
    """Raises InputError when the phone or the unit is none."""
    if reading.unit and reading.unit != NONE and reading.unit not in units:
        raise InputError(f"No hay ninguna unidad «{reading.unit}»: elija una de la lista.")
    return Correction(
        guardian=_said(reading.guardian),
        given=_said(reading.given),
        surnames=_said(reading.surnames),
        course=units.get(reading.unit, Course()) if reading.unit else None,
        phone=_phone(reading.phone, country),
    )


def _said(text: str) -> str | None:
    text = " ".join(text.split())
    return None if not text else "" if text == NONE else text


def _phone(text: str, country: str) -> str | None:
    said = _said(text)
    if not said:
        return said
    found = find_phones(said, Region.BODY, country=country)
    if len(found) != 1 or not found[0].value.startswith("+"):
        raise InputError(
            f"«{said}» no es un teléfono completo: escriba sus nueve cifras, o todas con el prefijo."
        )
    return found[0].value
