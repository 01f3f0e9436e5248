"""The names of one role (pupils, or guardians) filed under pairs of words.

A name that can mean somebody agrees in a given name and a surname, so people are filed under each such
pair; `candidates` narrows to those whom `compare` could accept and never leaves one of them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.matchers.name_parts import Columns, NameParts, NameTexts
from bot.matchers.name_words import Written
from bot.matchers.postings import Keys, Numbers, Postings
from bot.matchers.vocabulary import Vocabulary

_SURNAMES = 1 << 63  # marks keys of two surnames, asked for only where a given name is an initial


class Roll:
    """People are numbered by the rows of `columns`."""

    def __init__(self, columns: Columns, parts: NameParts, vocabulary: Vocabulary) -> None:
        self._columns, self._vocabulary = columns, vocabulary
        self._texts = parts.texts
        self._spelt = parts.spelt(vocabulary.number)
        empty = np.array([not part.words for part in parts.words], dtype=bool)
        initial = np.array([any(len(w) == 1 for w in part.words) for part in parts.words], dtype=bool)
        # Who can bear one surname more in a mail than here: filed with one, or with a bare initial.
        self._short_filed = empty[columns[:, 2]] | initial[columns].any(axis=1)
        given, surnames = ~empty[columns[:, 0]], ~empty[columns[:, 1:]].all(axis=1)
        self._filed = Postings(*self._pairs_on_file(~given | ~surnames | initial[columns[:, 0]]))
        # The reading asks for the names of a mail, and then the matching.
        self.candidates = lru_cache(maxsize=1_024)(self._candidates)

    def _pairs_on_file(self, any_pair: NDArray[np.bool_]) -> tuple[Keys, Numbers]:
        """Given name with surname, surname with surname; every pair of those whom `any_pair` marks."""
        width = self._spelt.shape[1]
        keys, numbers = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint32)]
        for one, other in combinations(range(3 * width), 2):
            ones = self._spelt[self._columns[:, one // width], one % width]
            others = self._spelt[self._columns[:, other // width], other % width]
            here = (ones >= 0) & (others >= 0)
            surnames, given = one >= width, other < width
            for marked, wanted in ((True, surnames), (False, True)):
                rows = np.flatnonzero(here & any_pair if not marked and (surnames or given) else here)
                if wanted and len(rows):
                    low = np.minimum(ones[rows], others[rows]).astype(np.uint64)
                    high = np.maximum(ones[rows], others[rows]).astype(np.uint64)
                    keys.append((low << np.uint64(31)) | high | np.uint64(_SURNAMES if marked else 0))
                    numbers.append(rows.astype(np.uint32))
        return np.concatenate(keys), np.concatenate(numbers)

    def names(self, numbers: Numbers) -> Iterator[NameTexts]:
        """What stands on file of these people, part by part."""
        texts = self._texts
        for given, surname1, surname2 in self._columns[numbers].tolist():
            yield texts[given], texts[surname1], texts[surname2]

    def bearing(self, words: Sequence[str]) -> Numbers:
        """Who bears words like all of these, as given name or surname; in order."""
        alike = [list(self._vocabulary.similar(word)) for word in words]
        if not all(alike):  # a stranger, mostly
            return np.zeros(0, np.uint32)
        left = np.arange(len(self._columns), dtype=np.uint32)
        for numbers in alike:
            like = np.zeros(len(self._vocabulary.words) + 1, dtype=bool)  # the last: no word at all
            like[numbers] = True
            parts = np.logical_or.reduce([like[spelt] for spelt in self._spelt.T])
            given, surname1, surname2 = self._columns[left].T
            left = left[parts[given] | parts[surname1] | parts[surname2]]
            if not len(left):
                break
        return left

    def _candidates(self, written: Written) -> Numbers:
        """Whom a name of several words can mean on its own (`NameLevel.SAME`), and few others; in order."""
        keys, masks = self._vocabulary.pairs(written)
        if any(len(word) == 1 for word in written.tokens):
            keys, masks = [*keys, *(key | _SURNAMES for key in keys)], [*masks, *masks]
        if not keys:
            return np.zeros(0, np.uint32)
        numbers, places = self._filed.of(keys)
        needed = self._needed(written)
        if not len(numbers) or all(needed & ~mask == 0 for mask in set(masks)):
            return np.unique(numbers)
        order = numbers.argsort(kind="stable")
        ordered = numbers[order]
        (starts,) = np.append(True, ordered[1:] != ordered[:-1]).nonzero()
        people = ordered[starts]
        missing = needed & ~np.bitwise_or.reduceat(np.array(masks)[places[order]], starts)
        one_more = self._short_filed[people] & (missing & (missing - 1) == 0)
        fits: NDArray[np.bool_] = (missing == 0) | one_more
        return people[fits]

    def _needed(self, written: Written) -> int:
        """The words that must agree, all but one surname more than is on file, as bits: those that cannot be
        one more given name or an initial.
        """
        is_given = self._vocabulary.lexicon.is_given
        needed = (len(word) > 1 and not is_given(word) for word in written.tokens)
        return sum(1 << token for token, wanted in enumerate(needed) if wanted)
