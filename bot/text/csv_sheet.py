"""Rows as CSV for a spreadsheet in Spanish."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from bot.text.amounts import decimal


def csv_sheet(rows: Iterable[Sequence[object]]) -> str:
    """Semicolons and decimal commas; no cell can be taken for a formula (OWASP "CSV injection")."""
    out = StringIO()
    csv.writer(out, delimiter=";").writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return decimal(value, ".1f")
    formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if formula else value
