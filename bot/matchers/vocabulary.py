"""Every word of the names on file, found again from any way of writing it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.name_words import Run, Written
from bot.matchers.phonetics import is_blend, romanian_nominatives, slavic_stem, slips_allowed, sound
from bot.matchers.postings import Postings, text_key


class Vocabulary:
    """Numbers for words, and `similar`: all words on file that agree with a written one.

    Words a slip or two apart meet under what is left of them when letters are taken away (both ways),
    so nothing that `Lexicon.agreement` accepts is missed and nothing else is compared.
    """

    def __init__(self, words: Iterable[str], compounds: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
        """`compounds`: given names of several words written together, each with its first word."""
        self._compounds = sorted(set(compounds))
        self.words = tuple(sorted(set(words)))
        self.number = {word: i for i, word in enumerate(self.words)}
        self.lexicon = lexicon
        points = [_meeting_points(word) for word in self.words]
        self._meeting = Postings(
            np.array([text_key(point) for some in points for point in some], np.uint64),
            np.arange(len(points), dtype=np.uint32).repeat([len(some) for some in points]),
        )
        self._damaged = tuple(i for i, word in enumerate(self.words) if "?" in word)
        heard: defaultdict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            heard[sound(word)].append(i)
        self._heard = {key: tuple(found) for key, found in heard.items()}
        self.similar = lru_cache(maxsize=32_768)(self._similar)
        self._like = lru_cache(maxsize=32_768)(self._words_like)
        self.pairs = lru_cache(maxsize=1_024)(self._pairs)  # asked for pupils and for guardians

    def _pairs(self, written: Written) -> tuple[list[int], list[int]]:
        """Two words on file that agree with a name, as a key; and side by side with the keys the tokens that
        agree, as bits.
        """
        keys: list[int] = []
        masks: list[int] = []
        spellings = [(run.tokens, self._spelling(run)) for run in written.runs]
        for (these, ones), (those, others) in combinations([s for s in spellings if s[1]], 2):
            if these.stop <= those.start:  # runs come in the order of their first words
                found = [
                    (one << 31) | other if one < other else (other << 31) | one
                    for one, other in product(ones, others)
                ]
                keys += found
                masks += [_bits(these) | _bits(those)] * len(found)
        return keys, masks

    def _spelling(self, run: Run) -> tuple[int, ...]:
        """Words on file that a run can be: several words together must sound the same."""
        if run.several:
            return self._heard.get(run.heard, ())
        return self.similar(run.text)

    def agreeing(self, written: Written) -> frozenset[str]:
        """The words on file that a word of this name, or several together, could be (but for initials)."""
        together: set[str] = set()
        for run in written.runs:
            if run.several:
                together.update(self.words[i] for i in self._heard.get(run.heard, ()))
                together.update(self._blended(run.text))
        return frozenset(together).union(*map(self._like, written.tokens))

    def _words_like(self, written: str) -> frozenset[str]:
        return frozenset(self.words[i] for i in self.similar(written))

    def _similar(self, written: str) -> tuple[int, ...]:
        """Numbers of the words on file that agree with a written one (but for initials)."""
        near = {*self._damaged, *self._meeting.of(list(map(text_key, _meeting_points(written))))[0].tolist()}
        near.update(self.number[w] for w in self.lexicon.hypocoristics.kin(written) if w in self.number)
        blends = {self.number[whole] for whole in self._blended(written)}
        return tuple(blends | {i for i in near if self._agrees(written, self.words[i])})

    def _agrees(self, written: str, filed: str) -> bool:
        agree = self.lexicon.agreement
        return any(
            agree(written, filed, surname=surname) > Agreement.INITIAL for surname in (False, True)
        ) or self._covers(written, filed)

    def _blended(self, written: str) -> Iterator[str]:
        for i in range(bisect_left(self._compounds, (written, "")), len(self._compounds)):
            whole, first = self._compounds[i]
            if not whole.startswith(written):
                return
            if is_blend(written, first, whole):
                yield whole

    def _covers(self, written: str, filed: str) -> bool:
        """One of the two is short for a name of several words that the other is a word of."""
        phrases = self.lexicon.hypocoristics.phrases
        return any(filed in p for p in phrases(written)) or any(written in p for p in phrases(filed))


def _bits(tokens: range) -> int:
    return (1 << tokens.stop) - (1 << tokens.start)


def _meeting_points(word: str) -> set[str]:
    """Under what a word is filed: itself, its sound, its stems, and what slips leave of them."""
    heard = sound(word)
    points = {word, heard, slavic_stem(word), *romanian_nominatives(word)}
    points.update(_shortened(word, slips_allowed(len(word))))
    points.update(_shortened(heard, 1))
    return points


def _shortened(word: str, letters: int) -> Iterator[str]:
    """The word with up to so many letters taken away."""
    for left in range(len(word))[len(word) - letters :]:
        yield from map("".join, combinations(word, left))
