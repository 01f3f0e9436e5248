"""How much a text sounds like each of some kinds, by a linear model over its words.

Lists of phrases know what somebody thought of; a model that weighs every word also hears what is said in new
words. It never leads to a password: it raises doubt, which goes to a person, and knows machines and other
wishes where it is sure. Made by `incidencias train` from `training/sayings`, where no mail of the labelled
corpora stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "data"
BUCKETS = 1 << 15  #: features share weights when their hashes do
_STEM = 5  #: letters that forms of one word share, more or less
_WORD = re.compile(r"[a-z]+|[0-9]+|\?")


class Gist:
    """The weights of some kinds of text."""

    def __init__(
        self, kinds: tuple[str, ...], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        self.kinds = kinds
        self._weights = weights  #: one row a bucket, one column a kind
        self._bias = bias

    @classmethod
    @cache  # the same for every school
    def load(cls, name: str) -> Gist:
        """A shipped model. Raises OSError when there is none of that name."""
        with np.load(MODELS / f"{name}.npz") as file:
            weights = file["weights"].astype(np.float32) * file["scale"]
            return cls(tuple(map(str, file["kinds"])), weights, file["bias"])

    def score(self, title: str, text: str) -> NDArray[np.float32]:
        """The log-odds of each kind, in the order of `kinds`."""
        at = buckets(title, text)
        heard: NDArray[np.float32] = self._weights[at].sum(axis=0) / np.sqrt(len(at) + 1, dtype=np.float32)
        return heard + self._bias

    def save(self, path: Path) -> None:
        """In bytes: a hundredth of a weight changes nothing."""
        scale = np.float32(np.abs(self._weights).max() / 127)
        small = np.round(self._weights / scale).astype(np.int8)
        np.savez_compressed(path, kinds=np.array(self.kinds), weights=small, scale=scale, bias=self._bias)


def buckets(title: str, text: str) -> NDArray[np.intp]:
    """Where the features of a text have their weights; `title` and `text` are lower-case ASCII."""
    found = {crc32(feature.encode()) & (BUCKETS - 1) for feature in _features(title, text)}
    return np.fromiter(found, dtype=np.intp, count=len(found))


def _features(title: str, text: str) -> Iterator[str]:
    """Words, their beginnings and their pairs; those of the title also as the title's."""
    for place, part in (("title:", title), ("", text)):
        words = ["0" if word.isdigit() else word for word in _WORD.findall(part)]
        yield from words
        yield from (f"{word[:_STEM]}-" for word in words if len(word) > _STEM)
        yield from (f"{one} {other}" for one, other in pairwise(words))
        if place:
            yield from (place + word for word in words)
