"""Short names and other spellings of given names: a relation, never a function.

"Chon" can be Asunción, Concepción or Encarnación; "Lola" covers both words of "María Dolores". A diminutive
that no list holds stands for the name of which it is made: "Mayrita" for Mayra.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.matchers.name_files import read_name_files
from bot.matchers.name_words import PARTICLES
from bot.text.words import fold, words

_NONE: frozenset[str] = frozenset()
#: "Mayrita", "Dieguillo", "Juanico"; "Carmencita", "Luzecita": of a name without ending of its own.
_DIMINUTIVE = re.compile(r"(\w{3,}?)(?:(?P<bare>e?c)?(?:it|ill)([oa])|ic(o))")


class Hypocoristics:
    """What `hypocoristics.csv`, `spellings.csv` and `known_names.txt` of the rules say, in folded words."""

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]],
        spellings: Iterable[Iterable[str]] = (),
        given: Iterable[str] = (),
        surnames: Iterable[str] = (),
    ) -> None:
        """`pairs`: (formal, short); `spellings`: groups of writings of one name; the rest: known names."""
        self.surnames = frozenset(fold(name) for name in surnames)  #: that everybody knows
        formals: defaultdict[str, set[str]] = defaultdict(set)
        phrases: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for formal, short in pairs:
            long, brief = _name_words(formal), _name_words(short)
            if len(brief) == 1 and len(long) > 1:
                phrases[brief[0]].add(long)
            elif len(brief) == len(long):  # word by word: "Mari Isa" says mari = maría, isa = isabel
                for whole, part in zip(long, brief, strict=True):
                    if whole != part and len(part) > 1:
                        formals[part].add(whole)
        self._formals = {short: frozenset(long) for short, long in formals.items()}
        self._shorts = _turned(self._formals)
        self._phrases = {
            short: tuple(sorted(long, key=lambda p: (-len(p), p))) for short, long in phrases.items()
        }
        self._spellings: dict[str, frozenset[str]] = {}
        for group in (frozenset(map(fold, writings)) for writings in spellings):
            self._spellings |= {word: group | self._spellings.get(word, _NONE) for word in group}
        self._in_phrase = _turned({s: frozenset(w for p in long for w in p) for s, long in phrases.items()})
        formal_names = {word for long in self._formals.values() for word in long}
        formal_names |= {word for long in self._phrases.values() for phrase in long for word in phrase}
        formal_names -= self.surnames  # the table holds Gª for García too
        self.given = frozenset(fold(name) for name in given) | set(self._spellings) | formal_names
        self.shorts = frozenset(self._formals) | frozenset(self._phrases)

    @classmethod
    def load(cls, directory: Path) -> Hypocoristics:
        """Read the three files of a rules directory. Raises RulesError with every mistake in them."""
        return cls(*read_name_files(directory))

    def same_spelling(self, one: str, other: str) -> bool:
        """Two writings of one name: Mohamed, Muhammad."""
        return other in self._spellings.get(one, _NONE)

    def related(self, one: str, other: str) -> bool:
        """One word is short for the other, or both are short for one same name."""
        of_one, of_other = self._formals.get(one, _NONE), self._formals.get(other, _NONE)
        return one in of_other or other in of_one or not of_one.isdisjoint(of_other)

    def is_diminutive(self, word: str, name: str) -> bool:
        """The word is a diminutive of the name, and no name of its own."""
        return name in self._made_of(word)

    def _made_of(self, word: str) -> frozenset[str]:
        return _NONE if word in self.given or word in self.shorts else _without_ending(word)

    def phrases(self, short: str) -> tuple[tuple[str, ...], ...]:
        """Names of several words that this one word stands for, longest first: juanma = juan manuel."""
        return self._phrases.get(short, ())

    def kin(self, word: str) -> frozenset[str]:
        """Every single word that could stand on file for this one."""
        formals = self._formals.get(word, _NONE)
        kin = set(formals) | self._made_of(word) | self._shorts.get(word, _NONE)
        for formal in formals:
            kin |= self._shorts.get(formal, _NONE)
        kin |= {w for phrase in self.phrases(word) for w in phrase} | self._in_phrase.get(word, _NONE)
        return frozenset(kin | self._spellings.get(word, _NONE)) - {word}


@lru_cache(maxsize=16_384)
def _without_ending(word: str) -> frozenset[str]:
    """The names of which a word can be a diminutive: mayrita -> mayra; dieguito -> diego; juanico -> juan.

    Danielita is Daniela, never Daniel.
    """
    made = _DIMINUTIVE.fullmatch(word)
    if made is None:
        return _NONE
    stem, ending = made[1], made[3] or made[4]
    if made["bare"]:
        return frozenset({stem})
    if stem.endswith("qu"):
        stem = stem[:-2] + "c"
    elif stem.endswith("gu"):
        stem = stem[:-1]
    return frozenset({stem + ending} | ({stem} if ending == "o" else set()))


def _name_words(name: str) -> tuple[str, ...]:
    kept = tuple(w for w in words(name.replace("M.ª", "Mª")) if w not in PARTICLES)
    return kept or tuple(words(name))


def _turned(relation: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    turned: defaultdict[str, set[str]] = defaultdict(set)
    for short, formals in relation.items():
        for formal in formals:
            turned[formal].add(short)
    return {formal: frozenset(shorts) for formal, shorts in turned.items()}
