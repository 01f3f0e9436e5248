"""The words of the pages: written in Spanish in the templates, other languages in `locale/<code>.po`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from gettext import c2py
from itertools import chain, zip_longest
from pathlib import Path

from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol

_DECIMAL = re.compile(r"\d+,\d+")
_VALUE = "%s"  #: where one stands in a sentence that is made elsewhere
_LONGEST = 1000  #: letters; no sentence of ours is longer, whatever a stranger has put into it
LOCALE = Path(__file__).with_name("locale")
SPANISH = "es"


@dataclass(frozen=True)
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
        """A sentence that was made elsewhere; the values in it are told likewise, unless they are quoted."""
        if made in self.messages or len(made) > _LONGEST:
            return self.say(made)
        if _DECIMAL.fullmatch(made):
            return made.replace(",", self.comma)
        for words, said in self._sentences:
            if values := _between(words, made):
                pairs = zip(words[:-1], values, strict=True)
                told = [value if word.endswith("«") else self.tell(value) for word, value in pairs]
                return "".join(chain.from_iterable(zip_longest(said, told, fillvalue="")))
        first, *others = made.split("; ")  # what speaks for or against something, one after the other
        return "; ".join(map(self.tell, (first, *others))) if others else made

    @property
    def comma(self) -> str:
        """The decimal sign."""
        return get_decimal_symbol(self.language)

    @cached_property
    def _sentences(self) -> list[tuple[list[str], list[str]]]:
        """The Spanish words around the values, and those of this language.

        First those that begin with a word, then the wordiest: a sentence may be a value of another one.
        """
        both = [(spanish.split(_VALUE), said.split(_VALUE)) for spanish, said in self.messages.items()]
        known = [(words, said) for words, said in both if len(words) > 1]
        return sorted(known, key=lambda one: (not one[0][0], -len("".join(one[0]))))

    def count(self, one: str, many: str, number: int) -> str:
        """The text for this number of things."""
        forms = self.plurals.get((one, many))
        return forms[self.form(number)] if forms else one if number == 1 else many


def _between(words: Sequence[str], made: str) -> list[str]:
    """What stands between these words; nothing when the sentence is not made of them."""
    first, *others, last = words
    if not (made.startswith(first) and made.endswith(last)):
        return []
    rest = made[len(first) : len(made) - len(last)]
    values = []
    for word in others:
        value, _, rest = rest.partition(word)
        values.append(value)
    return [*values, rest] if rest and all(values) else []


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
