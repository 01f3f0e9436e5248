"""One cell of the export: text made clean without losing what stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ftfy import fix_encoding

# Every two-byte UTF-8 letter of western Europe starts with one of these when it is read as
# Windows-1252; without them there is nothing to mend, and ftfy need not be asked.
_SUSPECT = "ÃÂÄÅÈâ"
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def mend(cells: Sequence[str]) -> Sequence[str]:
    """The cells with mojibake repaired ("GarcÃ­a" -> "García"); a "?" for a lost letter stays."""
    text = "\n".join(cells)
    if not any(letter in text for letter in _SUSPECT):
        return cells
    return [fix_encoding(cell).replace("\N{REPLACEMENT CHARACTER}", "?") for cell in cells]


def tidy(cells: Sequence[str]) -> Sequence[str]:
    """The cells without blanks at their ends and doubled ones inside; any white space is a blank."""
    text = "|".join(cells)
    if text.isprintable() and not (
        "  " in text or " |" in text or "| " in text or text[:1] == " " or text[-1:] == " "
    ):
        return cells  # by far most rows: three looks at the whole row are a third of 24 cells taken apart
    return [" ".join(cell.split()) for cell in cells]


@lru_cache(maxsize=16_384)  # a school has few birthdays
def read_date(cell: str) -> date | None:
    """A date as Séneca writes it, dd/mm/yyyy; None when it is none."""
    found = _DATE.fullmatch(cell)
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


@lru_cache(maxsize=256)
def read_year(cell: str) -> int:
    """The start year of "2026" or "2026/2027"; 0 when there is none."""
    found = re.match(r"(?:19|20)\d\d", cell)
    return int(found[0]) if found else 0
