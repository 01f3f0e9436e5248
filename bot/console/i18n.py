"""The words of the pages: written in Spanish in the templates, other languages in `locale/<code>.po`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

#: A value in a sentence: one or more quoted ones, a system that holds accounts, a server (host:port), a
#: number, the name of a fact that has one.
_VALUE = re.compile(
    r"«[^»]*»(?: ni «[^»]*»)*|Google Workspace|Microsoft 365|Moodle|[Ee]l directorio"
    r"|[\w.-]+:\d+|\d+|\w+(?= es «)"
)
LOCALE = Path(__file__).with_name("locale")
SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: what is said for each Spanish text; one that is missing stays Spanish."""

    language: str
    messages: Mapping[str, str]
    plurals: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    #: by the Spanish for one thing and for many: the forms of the language, as `form` counts them
    form: Callable[[int], int] = int

    def say(self, spanish: str) -> str:
        """The text in this language."""
        return self.messages.get(spanish) or spanish

    def tell(self, made: str) -> str:
        """A sentence that was made elsewhere, its values («…», numbers) where this language has them."""
        if made in self.messages:
            return self.messages[made]
        known = self.messages.get(_VALUE.sub("%s", made))
        if known is None:
            return made
        values = iter(_VALUE.findall(made))
        return re.sub(
            "%s", lambda _: self.say(next(values)).replace("» ni «", f"» {self.say('ni')} «"), known
        )

    def count(self, one: str, many: str, number: int) -> str:
        """The text for this number of things."""
        forms = self.plurals.get((one, many))
        return forms[self.form(number)] if forms else one if number == 1 else many


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Every language there is, by its code; Spanish first."""
    found = {SPANISH: Catalogue(SPANISH, {})}
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file, locale=path.stem)
        messages: dict[str, str] = {}
        plurals: dict[tuple[str, str], Sequence[str]] = {}
        for entry in entries:
            if not entry.id or not entry.string or not all(entry.string):
                continue  # the head of the file, or not translated yet
            if isinstance(entry.string, str):
                messages[str(entry.id)] = entry.string
            elif isinstance(entry.string, tuple):
                plurals[entry.id[0], entry.id[1]] = entry.string
        found[path.stem] = Catalogue(path.stem, messages, plurals, c2py(entries.plural_expr))
    return found


def catalogue(language: str | None) -> Catalogue:
    """The catalogue of this language; Spanish when there is none."""
    known = catalogues()
    return known.get(language or SPANISH, known[SPANISH])
