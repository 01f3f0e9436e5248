"""The names of one role (pupils, or guardians) filed under pairs of words.

A name that can mean somebody agrees in a given name and a surname, so people are filed under each such
pair; `candidates` narrows to those whom `compare` could accept and never leaves one of them out.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import numpy as np

from bot.matchers.lexicon import Agreement
from bot.matchers.name_words import Filed, Written
from bot.matchers.postings import Postings
from bot.matchers.vocabulary import Vocabulary

_SURNAMES = 1 << 63  # marks keys of two surnames, asked for only where a given name is an initial
_Spelling = tuple[tuple[int, Agreement], ...]


class Roll:
    """People are numbered in the order of `names`."""

    def __init__(self, names: Sequence[Filed], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        # Who can bear one surname more in a mail than here: filed with one, or with a bare initial.
        self._short_filed = bytearray(
            not filed.places[2] or any(len(word) == 1 for word in filed.tokens) for filed in names
        )
        keys, numbers = array("Q"), array("I")
        for number, filed in enumerate(names):
            under = set(self._keys(filed))
            keys.extend(under)
            numbers.extend([number] * len(under))
        self._filed = Postings(keys, numbers)

    def _keys(self, filed: Filed) -> Iterator[int]:
        number = self._vocabulary.number
        parts: tuple[list[int], ...] = ([], [], [])
        for place, word in enumerate(filed.tokens):
            parts[filed.parts[place]].append(number[word])
        for part, whole in filed.joined:
            parts[part].append(number[whole])
        given, surnames = parts[0], parts[1] + parts[2]
        yield from map(_word_key, given + surnames)
        if not given or not surnames or any(len(filed.tokens[i]) == 1 for i in filed.places[0]):
            yield from (_pair_key(*pair) for pair in combinations(given + surnames, 2))
        yield from (_pair_key(*pair) for pair in product(given, surnames))
        yield from (_pair_key(*pair) | _SURNAMES for pair in combinations(surnames, 2))

    def bearing(self, word: str) -> set[int]:
        """Who bears a word like this, as given name or surname."""
        return self._filed.of(_word_key(i) for i, _ in self._vocabulary.similar(word))

    def candidates(self, written: Written, among: Iterable[int] | None = None) -> list[int]:
        """Whom a name of several words can mean on its own (`NameLevel.SAME`), and few others."""
        only = None if among is None else np.fromiter(sorted(among), dtype=np.uint32)
        spellings = [(run.tokens, self._spelling(run.text, run.several)) for run in written.runs]
        initials = any(len(word) == 1 for word in written.tokens)
        spoken_for: defaultdict[int, int] = defaultdict(int)  # person -> written tokens that agree, as bits
        for tokens, keys in _pairs(spellings):
            wanted = [*keys, *(key | _SURNAMES for key in keys)] if initials else keys
            mask = sum(1 << token for token in tokens)
            for number in self._filed.of(wanted, only):
                spoken_for[number] |= mask
        strange = {mask: self._strange(written, mask) for mask in set(spoken_for.values())}
        return [
            number
            for number, mask in spoken_for.items()
            if strange[mask] == 0 or (strange[mask] == 1 and self._short_filed[number])
        ]

    def _spelling(self, text: str, several: bool) -> _Spelling:
        if len(text) == 1:
            return ()
        return self._vocabulary.same(text) if several else self._vocabulary.similar(text)

    def _strange(self, written: Written, mask: int) -> int:
        """How many words neither agree nor can be one more given name or an initial."""
        return sum(
            not mask >> token & 1 and len(word) > 1 and not self._vocabulary.lexicon.is_given(word)
            for token, word in enumerate(written.tokens)
        )


def _pairs(spellings: list[tuple[frozenset[int], _Spelling]]) -> Iterator[tuple[frozenset[int], list[int]]]:
    """Keys of two agreeing words, one of them better than by a typo, with their places in the mail."""
    for (these, ones), (those, others) in combinations(spellings, 2):
        if these.isdisjoint(those):
            keys = [
                _pair_key(one, other)
                for (one, how_one), (other, how_other) in product(ones, others)
                if max(how_one, how_other) > Agreement.TYPO
            ]
            if keys:
                yield these | those, keys


def _pair_key(one: int, other: int) -> int:
    """One key for two word numbers, whichever comes first."""
    return (one << 31) | other if one < other else (other << 31) | one


def _word_key(word: int) -> int:
    """The key of a single word number; no pair has it."""
    return (word << 31) | 0x7FFFFFFF
