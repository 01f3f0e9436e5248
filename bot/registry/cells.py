"""One cell of the export: text made clean without losing what stands there."""

from __future__ import annotations

import re
from datetime import date

from ftfy import fix_encoding

# Every two-byte UTF-8 letter of western Europe starts with one of these when it is read as
# Windows-1252; without them there is nothing to mend, and ftfy need not be asked.
_SUSPECT = re.compile("[ÃÂÄÅÈâ]")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def clean(cell: str) -> tuple[str, bool]:
    """The cell without stray blanks and with mojibake repaired ("GarcÃ­a" -> "García").

    Returns the text and whether it was mojibake. A "?" that stands for a lost letter stays.
    """
    mended = fix_encoding(cell) if _SUSPECT.search(cell) else cell
    return " ".join(mended.split()), mended != cell


def read_date(cell: str) -> date | None:
    """A date as Séneca writes it, dd/mm/yyyy; None when it is none."""
    found = _DATE.fullmatch(cell)
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def read_year(cell: str) -> int:
    """The start year of "2026" or "2026/2027"; 0 when there is none."""
    found = re.match(r"(?:19|20)\d\d", cell)
    return int(found[0]) if found else 0
