"""The words of the pages: written in Spanish in the templates, other languages in `locale/<code>.po`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).with_name("locale")
SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: what is said for each Spanish text; one that is missing stays Spanish."""

    language: str
    messages: Mapping[str, str]

    def say(self, spanish: str) -> str:
        """The text in this language."""
        return self.messages.get(spanish) or spanish

    def count(self, one: str, many: str, number: int) -> str:
        """The text for this number of things."""
        return self.say(one if number == 1 else many)


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Every language there is, by its code; Spanish first."""
    found = {SPANISH: Catalogue(SPANISH, {})}
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file)
        messages = {str(e.id): str(e.string) for e in entries if e.id and e.string}
        found[path.stem] = Catalogue(path.stem, messages)
    return found


def catalogue(language: str | None) -> Catalogue:
    """The catalogue of this language; Spanish when there is none."""
    known = catalogues()
    return known.get(language or SPANISH, known[SPANISH])
