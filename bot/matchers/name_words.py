"""Names taken to words: what counts of a written name, and the words of a name on file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.matchers.phonetics import sound
from bot.model.register import PersonName
from bot.text.words import fold

#: Left out or put in at will; they only count where words are written together ("Delacalle").
PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "da", "do", "dos", "das", "di"}
    | {"el", "al", "ben", "bin", "ibn", "bint", "ait", "ould", "van", "von", "der", "den"}
)
_ALSO_GIVEN = frozenset({"al", "ben", "bin", "di", "el"})  # at either end: somebody is called so
_TITLES = frozenset(
    (
        "don",
        "dona",
        "dna",
        "sr",
        "sra",
        "srta",
        "sor",
        "fray",
        "sres",
        "dr",
        "dra",
        "mr",
        "mrs",
        "miss",
        "ms",
        "mme",
    )
)
_LONGEST = 40  # words; whoever writes more writes no name
_WORD = re.compile(r"[a-z0-9?]+")
_MARIA = re.compile(r"\bM\s?\.?\s?[ªº°]\.?|\bMa\.?(?=\s\w)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’´`](?=\w)")
_LONE_LINK = re.compile(r"(?<=\w )[yieYIE](?= \w)")  # Ortega y Gasset, Puig i Ferrer: no initials


class Run(NamedTuple):
    """Neighbouring written words put together, particles between them included: "delacalle"."""

    tokens: range  #: the tokens it holds
    text: str
    heard: str  #: its sound
    several: bool  #: of more than one word


@dataclass(frozen=True, slots=True)
class Written:
    """A written name in folded words; `tokens` are those that count, particles are only in `runs`."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]
    runs: tuple[Run, ...]
    surnames_only: bool = False  #: the mail gives no given name ("los mellizos Ruiz Gil")

    def __hash__(self) -> int:
        """Of the words alone, which tell the rest."""
        return hash(self.words)


@dataclass(frozen=True, slots=True)
class FiledPart:
    """Given names or a surname on file in folded words."""

    words: tuple[str, ...]
    joined: str  #: all of them together, particles included, when they are several
    initials: str  #: the first letter of each word
    letters: str  #: the words that are but a letter


@dataclass(frozen=True, slots=True)
class Filed:
    """A name on file in folded words; `parts[i]` tells which part token i is of: 0 given, 1, 2 surnames."""

    tokens: tuple[str, ...]
    parts: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]  #: of each part: its tokens
    joined: tuple[tuple[int, str, str], ...]  #: parts of several words, written together, and their sound
    heard: tuple[str, ...]  #: the sound of each token

    def part(self, number: int) -> tuple[str, ...]:
        """The words of one part."""
        return tuple(self.tokens[i] for i in self.places[number])


@lru_cache(maxsize=1_024)
def written_name(text: str, *, surnames_only: bool = False) -> Written:
    """Take a written name to words: titles and particles go, Mª becomes María."""
    found = _split(text)[:_LONGEST]
    if len(found) > 2 and found[0] == "d":  # D. Juan Pérez
        del found[0]
    places = _counting(found)
    ends = {0, len(found) - 1} if found else set()
    places = sorted({*places, *(i for i in ends if found[i] in _ALSO_GIVEN)})
    return Written(tuple(found), tuple(found[i] for i in places), tuple(_runs(found, places)), surnames_only)


def _split(text: str) -> list[str]:
    text = _LONE_LINK.sub("", _APOSTROPHE.sub("", _MARIA.sub("María ", text)))
    return [w for w in _WORD.findall(fold(text)) if w not in _TITLES]


def _counting(words: list[str]) -> list[int]:
    """Where the words are that are no particles; all of them when there is nothing else."""
    return [i for i, word in enumerate(words) if word not in PARTICLES] or list(range(len(words)))


def _runs(words: list[str], places: list[int]) -> Iterator[Run]:
    """Up to four neighbours together, every token alone among them."""
    first = 0  # token at this place or behind it
    for start in range(len(words)):
        behind, text = first, ""
        for place in range(start, min(start + 4, len(words))):
            text += words[place]
            behind += behind < len(places) and places[behind] == place
            if behind > first:
                yield Run(range(first, behind), text, sound(text), place > start)
        first += first < len(places) and places[first] == start


@lru_cache(maxsize=8_192)
def filed_name(name: PersonName) -> Filed:
    """Take a name on file to words."""
    split = [filed_part(text) for text in (name.given, name.surname1, name.surname2)]
    tokens = split[0].words + split[1].words + split[2].words
    first, second = len(split[0].words), len(split[0].words) + len(split[1].words)
    return Filed(
        tokens,
        tuple((i >= first) + (i >= second) for i in range(len(tokens))),
        (tuple(range(first)), tuple(range(first, second)), tuple(range(second, len(tokens)))),
        tuple((number, part.joined, sound(part.joined)) for number, part in enumerate(split) if part.joined),
        tuple(map(sound, tokens)),
    )


@lru_cache(maxsize=65_536)
def filed_part(text: str) -> FiledPart:
    """Take one part of a name on file (given names, or one surname) to words."""
    split = _split(text)
    words = tuple(split[i] for i in _counting(split))
    joined = "".join(split) if len(split) > 1 else ""
    letters = "".join(word for word in words if len(word) == 1)
    return FiledPart(words, joined, "".join(word[0] for word in words), letters)
