"""One written name against many names on file, each way of agreeing with it judged once.

Words on file that agree with no written word say nothing of their own, so parts of such words only are all
one: of a thousand families with a Lucía García few are really compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import Scale
from bot.matchers.name_parts import Columns
from bot.matchers.name_words import FiledPart, Written, filed_part, filed_parts
from bot.matchers.names import APART, NameComparison, compare, gives_name
from bot.matchers.vocabulary import Vocabulary

Bits = tuple[float, float, float]  #: of given name, first and second surname

_OTHER = "\0"  #: any part whose words agree with none that is written
_NO_WORDS = ""


class AskedName:
    """Call it with the parts of a name on file."""

    def __init__(self, written: Written, vocabulary: Vocabulary, lexicon: Lexicon, scale: Scale) -> None:
        """`vocabulary`: of all names that it will be compared with."""
        self._written, self._lexicon, self._scale = written, lexicon, scale
        self._gives_name = gives_name(written, lexicon)
        self._agreeing = vocabulary.agreeing(written)
        self._initials = frozenset(word[0] for word in written.tokens)
        self._letters = frozenset(word for word in written.tokens if len(word) == 1)
        self._kinds: dict[str, str] = {}  # a part on file -> itself, unless it says nothing of its own
        self._parts = {
            _OTHER: FiledPart((_OTHER,), "", _OTHER, _OTHER, (_OTHER,), ""),
            _NO_WORDS: filed_part(_NO_WORDS),
        }
        self._known: dict[tuple[str, str, str], tuple[NameComparison, Bits]] = {}
        self._apart = APART, scale.apart

    def __call__(self, given: str, surname1: str, surname2: str) -> tuple[NameComparison, Bits]:
        """How the two agree, and what that weighs."""
        first = self._kind(given)
        if self._gives_name and (first in (_OTHER, _NO_WORDS)):
            return self._apart  # another given name, or none on file
        alike = (first, self._kind(surname1), self._kind(surname2))
        known = self._known.get(alike)
        if known is None:
            filed = filed_parts(*map(self._parts.__getitem__, alike))
            how = compare(self._written, filed, self._lexicon)
            known = self._known[alike] = how, self._scale.parts(how, filed)
        return known

    def bits(self, names: Columns, texts: Sequence[str]) -> NDArray[np.float64]:
        """What each of many names weighs, a row a name; `texts`: what the numbers in it stand for."""
        parts, places = np.unique(names, return_inverse=True)
        kinds = [self._kind(texts[part]) for part in parts.tolist()]
        numbered = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        rows = np.array([numbered[kind] for kind in kinds], np.int64)[places].reshape(-1, 3)
        count = len(numbered)
        _, first, way = np.unique(rows @ (count * count, count, 1), return_index=True, return_inverse=True)
        weights = [sum(self(*(texts[part] for part in name))[1]) for name in names[first].tolist()]
        return np.array(weights, np.float64)[way]

    def _kind(self, part: str) -> str:
        kind = self._kinds.get(part)
        if kind is None:
            filed = filed_part(part)
            kind = part if self._agrees(filed) else _OTHER if filed.words else _NO_WORDS
            self._kinds[part] = kind
            self._parts.setdefault(kind, filed)
        return kind

    def _agrees(self, part: FiledPart) -> bool:
        """Whether any written word is paired with a word of this part."""
        return (
            not self._agreeing.isdisjoint(part.words)
            or part.joined in self._agreeing
            or not self._letters.isdisjoint(part.initials)
            or not self._initials.isdisjoint(part.letters)
        )
