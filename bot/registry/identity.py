"""Numbers that identify a person: DNI, NIE, passport; DUI in El Salvador."""

from __future__ import annotations

import re

from stdnum.es import dni, nie

_NOT_ALNUM = re.compile(r"[^0-9A-Z]")
# By far the most frequent cell, as it should be written; its digits are not all the same.
_PLAIN_DNI = re.compile(r"(\d)(?!\1{7})\d{7}[A-Z]", re.ASCII)
_DNI = re.compile(r"\d{5,8}[A-Z]")
_NIE = re.compile(r"[XYZ]\d{7}[A-Z]")
# Shorter things ("-", "NO", "0000") and rows of one digit are what people type into a field that
# must not stay empty.
_SHORTEST = 5


def read_identity(cell: str, country: str) -> tuple[str | None, bool]:
    """The identity number in its canonical form, and whether its check letter or digit is right.

    "12.345.678-z" -> ("12345678Z", True). A passport has no check: (number, True).
    Placeholders are no number: (None, True).
    """
    if _PLAIN_DNI.fullmatch(cell):
        return cell, dni.calc_check_digit(cell[:-1]) == cell[-1]
    number = _NOT_ALNUM.sub("", cell.upper())
    if len(number) < _SHORTEST or len(set(re.sub(r"\D", "", number))) < 2:
        return None, True
    if country == "SV" and number.isdigit() and len(number) in (8, 9):
        return _read_dui(number.zfill(9))
    if _DNI.fullmatch(number):
        number = number.zfill(9)  # a spreadsheet ate the leading zeros
        return number, dni.calc_check_digit(number[:-1]) == number[-1]
    if _NIE.fullmatch(number):
        return number, nie.calc_check_digit(number[:-1]) == number[-1]
    return number, True


def _read_dui(number: str) -> tuple[str, bool]:
    """Salvadoran DUI; check digit as in seven public vectors (data/seneca-export §7)."""
    total = sum(int(d) * (9 - i) for i, d in enumerate(number[:8]))
    return f"{number[:8]}-{number[8]}", (10 - total % 10) % 10 == int(number[8])
