"""Which words are names and which are everyday words, and where a given name ends.

The words come from the shipped lists and from the school's own register (as a gazetteer: it helps to see
where a name begins and ends; nothing of it enters a claim).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.parsers.plain import plain

PARTICLES = frozenset("de del la las los el al d da do dos das di du van von der ben bin ibn ait ould bint y".split())
#: Second words of compound given names that particles join: "María del Mar", "Juan de Dios".
_DEVOTIONS = frozenset(
    "mar carmen pilar rocio valle rosario angeles dios nieves reyes consuelo dolores remedios mercedes paz cruz asis paula "
    "o socorro prado amparo coral pino sol milagros borja padua jesus".split()
)
_STOP_LANGUAGES = ("es", "en", "fr", "ro", "pt", "de", "it", "ca")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Name and everyday words, plain."""

    given: Mapping[str, int]  #: how often the word is (part of) a given name
    surname: Mapping[str, int]
    common: frozenset[str]

    def is_name(self, word: str) -> bool:
        """Whether the plain word (or each half of a hyphenated one) is known as a name."""
        return all(p in self.given or p in self.surname for p in re.split(r"[-']", word) if p)

    def is_common(self, word: str) -> bool:
        return word in self.common

    def is_given(self, word: str) -> bool:
        """More of a given name than of a surname."""
        return self.given.get(word, 0) > self.surname.get(word, 0) or word in {"mª", "m", "fco", "fca", "ant", "j"}

    def is_surname(self, word: str) -> bool:
        return any(p in self.surname for p in re.split(r"[-']", word))

    def split(self, tokens: Sequence[str]) -> int:
        """How many of the plain words of "given surnames" are the given name; at least one.

        "lucia maria navarro torralba" -> 2, "juan de dios revuelta" -> 3, "daniel velasco martin" -> 1.
        """
        n = 1
        while n < len(tokens):
            word = tokens[n]
            if word in PARTICLES and word != "y":
                end = n
                while end < len(tokens) and tokens[end] in PARTICLES:
                    end += 1
                if end < len(tokens) and tokens[end] in _DEVOTIONS and self._room(tokens, end):
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


@cache
def _shipped() -> tuple[dict[str, int], dict[str, int], frozenset[str]]:
    """The lists in `data/` and spaCy's stop words."""
    from spacy.util import get_lang_class  # noqa: PLC0415 - heavy: only when a mail is read

    data = resources.files("bot.parsers") / "data"
    given: dict[str, int] = {}
    surname: dict[str, int] = {}
    for line in (data / "names.txt").read_text(encoding="utf-8").splitlines():
        kind, *names = line.split() or [""]
        if kind in {"g", "s"}:
            (given if kind == "g" else surname).update(dict.fromkeys(names, 2))
    common = {
        word
        for line in (data / "common_words.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    stops = {plain(w) for code in _STOP_LANGUAGES for w in get_lang_class(code).Defaults.stop_words}
    return given, surname, frozenset(common | {w for w in stops if w not in given})


def make_name_words(
    given: Mapping[str, int] | None = None, surname: Mapping[str, int] | None = None, extra: Iterable[str] = ()
) -> NameWords:
    """Name words of the shipped lists, a register's words (folded word -> frequency) and `extra` given names."""
    shipped_given, shipped_surname, common = _shipped()
    all_given = dict(shipped_given)
    all_surname = dict(shipped_surname)
    for name in extra:
        for word in plain(name).split():
            all_given.setdefault(word.rstrip("."), 1)
    for target, source in ((all_given, given or {}), (all_surname, surname or {})):
        for word, count in source.items():
            if len(word) > 1 and word not in PARTICLES:
                target[word] = target.get(word, 0) + count
    return NameWords(all_given, all_surname, common)
