"""The lists of names in a rules directory, each mistake with its line.

hypocoristics.csv  "formal,short" in the first line, then a pair a line
spellings.csv      the writings of one name a line; # begins a comment
known_names.txt    given names, a line "# apellidos", surnames
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from bot.rules.directory import Problem, RulesError, read_text
from bot.text.words import words

T = TypeVar("T")

_PAIRS, _SPELLINGS, _KNOWN = "hypocoristics.csv", "spellings.csv", "known_names.txt"
NAME_FILES = (_PAIRS, _SPELLINGS, _KNOWN)
_HEADER = "formal,short"
_SURNAMES = "# apellidos"


class NameFiles(NamedTuple):
    """What the three files say, as written."""

    pairs: Sequence[tuple[str, str]]  #: (formal, short)
    spellings: Sequence[Sequence[str]]  #: groups of writings of one name
    given: Sequence[str]
    surnames: Sequence[str]


def read_name_files(directory: Path) -> NameFiles:
    """Raises RulesError with every mistake in the three files."""
    problems: list[Problem] = []

    def read(name: str, lines: Callable[[Path, list[str]], T]) -> T | None:
        try:
            return lines(directory / name, read_text(directory / name).splitlines())
        except RulesError as error:
            problems.extend(error.problems)
            return None

    pairs, spellings, known = read(_PAIRS, _pairs), read(_SPELLINGS, _spellings), read(_KNOWN, _known)
    if pairs is None or spellings is None or known is None:
        raise RulesError(problems)
    return NameFiles(pairs, spellings, *known)


def _pairs(path: Path, lines: list[str]) -> list[tuple[str, str]]:
    if lines[:1] != [_HEADER]:
        raise RulesError([Problem(str(path), 1, 1, f"la primera línea debe ser «{_HEADER}», con coma")])
    rows = _rows(
        path, lines, "escriba el nombre entero, una coma y el corto: Francisco,Paco", least=2, most=2
    )
    return [(row[0], row[1]) for row in rows[1:]]


def _spellings(path: Path, lines: list[str]) -> list[list[str]]:
    mend = "escriba todas las grafías de un nombre separadas por comas: Omar,Oumar"
    return _rows(path, lines, mend, least=2)


def _known(path: Path, lines: list[str]) -> tuple[list[str], list[str]]:
    if _SURNAMES not in lines:
        mend = f"falta la línea «{_SURNAMES}» entre los nombres y los apellidos"
        raise RulesError([Problem(str(path), 0, 0, mend)])
    middle = lines.index(_SURNAMES)
    return _listed(lines[:middle]), _listed(lines[middle:])


def _rows(path: Path, lines: list[str], mend: str, *, least: int, most: int | None = None) -> list[list[str]]:
    """The cells of every line that says something. Raises RulesError: those with too few or too many."""
    rows, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([line]))]
        rows.append(cells)
        if not all(cells) or not least <= len(cells) <= (most or len(cells)):
            problems.append(Problem(str(path), number, 1, f"«{line.strip()}»: {mend}"))
    if problems:
        raise RulesError(problems)
    return rows


def _listed(lines: list[str]) -> list[str]:
    """Names; lines that begin with # are comments."""
    return [name for line in lines if not line.startswith("#") for name in words(line)]
