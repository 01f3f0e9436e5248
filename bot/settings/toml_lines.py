"""TOML with line numbers, which `tomllib` does not give: for messages about mistakes only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Location = tuple[str | int, ...]  #: the way to a value: ("school", 0, "imap", "port")

_AT_LINE = re.compile(r" ?\(at line (\d+), column (\d+)\)$")
_MOST_MISTAKES = 20
_SPANISH = {
    "Invalid value": "este valor no se entiende (¿faltan las comillas?)",
    "Unterminated string": "faltan las comillas de cierre",
    "Cannot overwrite a value": "este nombre está dos veces",
    "Illegal character '\\n'": "faltan las comillas de cierre",
    "Expected '=' after a key in a key/value pair": "falta «=» tras el nombre",
    "Expected newline or end of document after a statement": "sobra algo al final de la línea",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a TOML text."""

    data: dict[str, Any]
    mistakes: tuple[tuple[int, str], ...]  #: (line, Spanish sentence)
    readable: str  #: the text without the lines that could not be read

    def lines(self) -> Mapping[Location, int]:
        """The line on which each value and each section begins.

        Found by reading ever longer beginnings of the text: what a line adds, stands there.
        """
        lines = self.readable.split("\n")
        known: dict[Location, int] = {}
        begin = 0
        for end in range(1, len(lines) + 1):
            try:
                data = tomllib.loads("\n".join(lines[:end]))
            except tomllib.TOMLDecodeError:
                continue  # in the midst of a value of several lines
            for location in _locations(data, ()):
                known.setdefault(location, begin + 1)
            begin = end
        return known


def parse_forgiving(text: str) -> Parsed:
    """Read a TOML text; a line that cannot be read is left out, so that later mistakes are told too."""
    lines = text.replace("\r\n", "\n").split("\n")
    mistakes: list[tuple[int, str]] = []
    while len(mistakes) < _MOST_MISTAKES:
        try:
            readable = "\n".join(lines)
            return Parsed(tomllib.loads(readable), tuple(mistakes), readable)
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line = int(found[1]) if found else len(lines)
            what = _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
            mistakes.append((line, f"TOML mal escrito: {_SPANISH.get(what, what)}"))
            if not found:  # something is never closed: what follows makes no sense
                break
            lines[line - 1] = ""
    return Parsed({}, tuple(mistakes), "")


def _locations(node: Any, here: Location) -> Iterator[Location]:
    if here:
        yield here
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        yield from _locations(child, (*here, step))
