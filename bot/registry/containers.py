"""The three containers of the export (.csv, .txt, .xls) as one thing: a header and rows of text.

What a file is, is told by its bytes, not by its name: people rename and re-save exports.
Layout by data/seneca-export §2: header on line 1 (csv), 7 (txt) or row 5 (xls); it is looked for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from typing import NamedTuple

import ftfy.bad_codecs  # noqa: F401 - registers "sloppy-windows-1252"
import xlrd

from bot.errors import InputError
from bot.text.words import words

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEADER_WITHIN = 10  # lines
_LONGEST_HEADER = 20_000  # letters: ten times what Séneca writes
_KEY_COLUMN = re.compile(r"n\w* id escolar")


class Row(NamedTuple):
    """A data row; `line` is the line (row in .xls) on which it ends, from 1."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened: header, rows as they come (once), and how it was read."""

    container: str  #: "csv", "txt" or "xls"
    encoding: str
    header: tuple[str, ...]
    rows: Iterator[Row]  #: raises InputError where the file is damaged
    lines: int  #: about how many rows there are


def open_table(content: bytes, name: str) -> Table:
    """Raises InputError with one sentence when the bytes are no Séneca export; `name` is for it."""
    if content.startswith(_OLE2):
        return _open_xls(content, name)
    if content.startswith(_ZIP):
        raise InputError(
            f"«{name}» es un libro de Excel moderno (.xlsx): guárdelo como CSV, o exporte de nuevo "
            "desde Séneca como «Texto plano», .csv o .xls."
        )
    return _open_text(content, name)


def _not_an_export(name: str) -> InputError:
    return InputError(
        f"«{name}» no parece la exportación «RegAlum» de Séneca: en sus {_HEADER_WITHIN} primeras líneas "
        "no está la columna «Nº Id. Escolar». Expórtelo en Alumnado del centro ▸ Exportar datos."
    )


def _is_header(cells: Sequence[str]) -> bool:
    """Quotation marks around a cell do not matter."""
    return any(_KEY_COLUMN.fullmatch(" ".join(words(cell))) for cell in cells)


# --------------------------------------------------------------------------- text


def _open_text(content: bytes, name: str) -> Table:
    text, encoding = decode(content)
    lines = StringIO(text, newline="")
    for skipped, line in enumerate(islice(lines, _HEADER_WITHIN)):
        separator = separator_of(line)
        if separator in line and _is_header(line[:_LONGEST_HEADER].split(separator)):
            rows = _text_rows(chain([line], lines), separator, skipped, name)
            container = "txt" if separator == "|" else "csv"
            return Table(container, encoding, tuple(next(rows).cells), rows, text.count("\n"))
    raise _not_an_export(name)


def separator_of(header: str) -> str:
    """What stands between the cells of a line: the likeliest sign that comes most often."""
    return max(",;\t|", key=header.count)


def _text_rows(lines: Iterable[str], separator: str, skipped: int, name: str) -> Iterator[Row]:
    reader = csv.reader(lines, _dialect(separator))
    try:
        for cells in reader:
            if any(cells):
                yield Row(skipped + reader.line_num, cells)
    except csv.Error:  # the one that is left: a cell without end
        line = skipped + reader.line_num
        raise InputError(
            f"«{name}» está dañado hacia la línea {line}: hay unas comillas sin cerrar."
        ) from None


def _dialect(separator: str) -> csv.Dialect:
    """Commas and semicolons come quoted; "Texto plano" (pipes) knows no quotes."""

    class Export(csv.excel):
        delimiter = separator
        quoting = csv.QUOTE_NONE if separator == "|" else csv.QUOTE_MINIMAL

    return Export()


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding: BOM, else strict UTF-8, else Windows-1252 (whose five gaps must not stop us)."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("sloppy-windows-1252"), "windows-1252"


# --------------------------------------------------------------------------- xls


def _open_xls(content: bytes, name: str) -> Table:
    try:
        book = xlrd.open_workbook(file_contents=content)
        sheet = book.sheet_by_index(0)
        rows = [[_cell_text(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows)]
    except Exception as error:  # xlrd raises anything on damaged files
        raise InputError(f"«{name}» está dañado: no se puede abrir como hoja de cálculo .xls.") from error
    for i, cells in enumerate(rows[:_HEADER_WITHIN]):
        if _is_header(cells):
            data = (Row(n, row) for n, row in enumerate(rows[i + 1 :], i + 2) if any(row))
            return Table("xls", book.encoding or "utf-16", tuple(cells), data, len(rows))
    raise _not_an_export(name)


def _cell_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    """As a person sees it: 655645995 rather than 655645995.0, dates as dd/mm/yyyy."""
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return f"{cell.value:.0f}" if cell.value == int(cell.value) else str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return f"{xlrd.xldate_as_datetime(cell.value, datemode):%d/%m/%Y}"
    return cell.value if cell.ctype == xlrd.XL_CELL_TEXT else ""
