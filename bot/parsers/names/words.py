"""Which words are names and which are everyday words, and where a given name ends.

The words come from the shipped lists and from the school's own register (as a gazetteer: it helps to see
where a name begins and ends; nothing of it enters a claim).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from bot.text.plain import plain, word_set

PARTICLES = word_set("de del la las los el al d da do dos das di du van von der ben bin ibn ait ould bint")
#: Second words of compound given names that particles join: "María del Mar", "Juan de Dios".
_DEVOTIONS = word_set(
    "mar carmen pilar rocio valle rosario angeles nieves reyes consuelo dolores remedios mercedes paz "
    "cruz o socorro prado "
    "amparo coral pino sol milagros"
)
#: Those that with the particle are no surname: "Lucía del Mar" is a given name, without surnames too.
_ONLY_DEVOTIONS = word_set("mar carmen pilar rocio angeles nieves dolores remedios milagros")
#: … after these: "Raúl del Valle" bears a surname, "María del Valle" does not.
_DEVOUT = word_set("maria mari m mº ana rosa virgen lucia josefa francisca mercedes")
_SAINTS = word_set("dios asis paula borja padua jesus")
#: Everyday words that are short names too; in ordinary text they are words.
_NO_NAMES = word_set(
    "cote mia lia o mayor segundo primitivo justo mama papa ama hola chico chica nena nene ma pa mi su tu"
    " coma punto sta"
)
_STOP_LANGUAGES = ("es", "en", "fr", "ro", "pt", "de", "it", "ca")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Name and everyday words, plain."""

    given: Mapping[str, int]  #: how often the word is (part of) a given name
    surname: Mapping[str, int]
    subject: frozenset[str]  #: everyday words of our subject, as beside mere data
    common: frozenset[str]  #: these and other everyday words
    spanish: frozenset[str]  #: Spanish function words
    stops: frozenset[str]  #: function words of several languages: "Bas" and "Coll" are surnames as well

    def is_name(self, word: str) -> bool:
        """Whether the plain word (or each half of a hyphenated one) is known as a name."""
        if "-" in word or "'" in word:
            return all(p in self.given or p in self.surname for p in _halves(word) if p)
        return word in self.given or word in self.surname

    def is_common(self, word: str) -> bool:
        """An everyday word, as far as its letters tell (a lone capital can still make it a name)."""
        return word in self.common or word in self.stops

    def is_common_in_lower_case(self, word: str) -> bool:
        """An everyday word of dictated text, where words of other languages are rather surnames."""
        return word in self.common or word in self.spanish

    def is_beside_data(self, word: str) -> bool:
        """A word that says nothing beside the data that the school's page asks for."""
        return word in self.subject or word in self.spanish

    def is_everyday(self, word: str) -> bool:
        """An everyday word even inside a run of capitals."""
        return word in self.common

    def is_given(self, word: str) -> bool:
        """More of a given name than of a surname."""
        return self.given.get(word, 0) > self.surname.get(word, 0) or word in {
            "mº",
            "m",
            "fco",
            "fca",
            "ant",
            "j",
        }

    def is_surname(self, word: str) -> bool:
        return word in self.surname or any(p in self.surname for p in _halves(word))

    def split(self, tokens: Sequence[str]) -> int:
        """How many of the plain words of "given surnames" are the given name; at least one.

        "lucia maria navarro torralba" -> 2, "juan de dios revuelta" -> 3, "daniel velasco martin" -> 1.
        """
        n = 1
        while n < len(tokens):
            word = tokens[n]
            if word in PARTICLES:
                end = n
                while end < len(tokens) and tokens[end] in PARTICLES:
                    end += 1
                if (
                    end < len(tokens)
                    and _devotion(tokens[0], tokens[end])
                    and (tokens[end] in _ONLY_DEVOTIONS or self._room(tokens, end))
                ):
                    n = end + 1
                    continue
                break
            if self.is_given(word) and self._room(tokens, n):
                n += 1
                continue
            break
        return n

    def _room(self, tokens: Sequence[str], n: int) -> bool:
        """Whether a surname is left after token `n`; without one, only a word that is no surname is given."""
        left = len(tokens) - n - 1
        return left >= 1 or tokens[n] not in self.surname


@lru_cache(maxsize=16_384)
def _halves(word: str) -> tuple[str, ...]:
    """What hyphens and apostrophes join."""
    return tuple(re.split(r"[-']", word))


def _devotion(first: str, last: str) -> bool:
    return last in _SAINTS or (last in _DEVOTIONS and first in _DEVOUT)


@cache
def _listed_words(name: str) -> frozenset[str]:
    text = (resources.files("bot.parsers") / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _stop_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Lists of spaCy, read from files: importing `spacy.lang.fr` compiles a pattern for four seconds."""
    spacy = find_spec("spacy")
    assert spacy is not None
    assert spacy.origin is not None
    folder = Path(spacy.origin).parent / "lang"
    lists = (run_path(str(folder / code / "stop_words.py"))["STOP_WORDS"] for code in languages)
    return frozenset(plain(word) for words in lists for word in words)


def make_name_words(
    known_given: AbstractSet[str],
    known_surnames: AbstractSet[str],
    given: Mapping[str, int],
    surname: Mapping[str, int],
) -> NameWords:
    """Well-known names, and those of a register (folded word -> how many bear it)."""
    words: list[dict[str, int]] = []
    for known, filed in ((known_given, given), (known_surnames, surname)):
        target = dict.fromkeys(known, 2)
        for word, count in filed.items():
            if len(word) > 1 and word not in PARTICLES:
                target[word] = target.get(word, 0) + count
        words.append(target)
    subject = (_listed_words("common_words.txt") - known_given) | _NO_NAMES
    return NameWords(
        words[0],
        words[1],
        subject,
        subject | (_listed_words("everyday_words.txt") - known_given),
        _stop_words(("es",)) - known_given,
        _stop_words(_STOP_LANGUAGES) - known_given,
    )
