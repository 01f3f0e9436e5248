"""Every word of the names on file, found again from any way of writing it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.name_words import Written
from bot.matchers.phonetics import is_blend, slavic_stem, slips_allowed, sound
from bot.matchers.postings import Postings, text_key

_Spelling = tuple[tuple[int, Agreement], ...]  #: numbers of words on file, and how well each agrees


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

    def same(self, run: str) -> _Spelling:
        """As `similar` for words written together, which must sound the same."""
        return tuple((i, Agreement.VARIANT) for i in self._heard.get(sound(run), ()))

    def _pairs(self, written: Written) -> tuple[list[int], list[int]]:
        """Two words on file that agree with a name, one of them better than by a typo, as a key; and side by
        side with the keys the tokens that agree, as bits.
        """
        keys: list[int] = []
        masks: list[int] = []
        spellings = [(run.tokens, self._spelling(run.text, run.several)) for run in written.runs]
        for (these, ones), (those, others) in combinations([s for s in spellings if s[1]], 2):
            if these.stop <= those.start:  # runs come in the order of their first words
                found = [
                    (one << 31) | other if one < other else (other << 31) | one
                    for (one, how_one), (other, how_other) in product(ones, others)
                    if how_one > Agreement.TYPO or how_other > Agreement.TYPO
                ]
                keys += found
                masks += [_bits(these) | _bits(those)] * len(found)
        return keys, masks

    def _spelling(self, text: str, several: bool) -> _Spelling:
        if len(text) == 1:
            return ()
        return self.same(text) if several else self.similar(text)

    def agreeing(self, written: Written) -> frozenset[str]:
        """The words on file that a word of this name, or several together, could be (but for initials)."""
        together: set[str] = set()
        for run in written.runs:
            if run.several:
                together.update(self.words[i] for i in self._heard.get(run.heard, ()))
                together.update(self._blended(run.text))
        return frozenset(together).union(*map(self._like, written.tokens))

    def _words_like(self, written: str) -> frozenset[str]:
        return frozenset(self.words[i] for i, _ in self.similar(written))

    def _similar(self, written: str) -> _Spelling:
        """Numbers of the words on file that agree with a written one (but for initials), and how well."""
        near = {*self._damaged, *self._meeting.of(list(map(text_key, _meeting_points(written))))[0].tolist()}
        near.update(self.number[w] for w in self.lexicon.hypocoristics.kin(written) if w in self.number)
        blends = {self.number[w] for w in self._blended(written)}
        near |= blends
        agree = self.lexicon.agreement
        found = []
        for i in near:
            how = max(agree(written, self.words[i], surname=s) for s in (False, True))
            if how <= Agreement.INITIAL and (i in blends or self._covers(written, self.words[i])):
                how = Agreement.SHORT
            if how > Agreement.INITIAL:
                found.append((i, how))
        return tuple(found)

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
    """Under what a word is filed: itself, its sound, its stem, and what slips leave of them."""
    heard = sound(word)
    points = {word, heard, slavic_stem(word)}
    points.update(_shortened(word, slips_allowed(len(word))))
    points.update(_shortened(heard, 1))
    return points


def _shortened(word: str, letters: int) -> Iterator[str]:
    """The word with up to so many letters taken away."""
    for taken in range(1, min(letters, len(word)) + 1):
        yield from map("".join, combinations(word, len(word) - taken))
