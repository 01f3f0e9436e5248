"""How much a text sounds like each of some kinds, by a linear model over its words.

Lists of phrases know what somebody thought of; a model that weighs every word also hears what is said in new
words. It never leads to a password: it raises doubt, which goes to a person, and knows machines and other
wishes where it is sure. Made by `incidencias train` from `training/sayings`, where no mail of the labelled
corpora stands.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "data"
BUCKETS = 1 << 15  #: features share weights when their hashes do
_MASK = BUCKETS - 1
_TITLE = crc32(b"title:")
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
        heard: NDArray[np.float32] = np.add.reduce(self._weights.take(at, axis=0)) / np.sqrt(
            len(at) + 1, dtype=np.float32
        )
        return heard + self._bias

    def save(self, path: Path) -> None:
        """In bytes: a hundredth of a weight changes nothing."""
        scale = np.float32(np.abs(self._weights).max() / 127)
        small = np.round(self._weights / scale).astype(np.int8)
        np.savez_compressed(path, kinds=np.array(self.kinds), weights=small, scale=scale, bias=self._bias)


def buckets(title: str, text: str) -> NDArray[np.intp]:
    """Where the features of a text have their weights; `title` and `text` are lower-case ASCII.

    They are words, their beginnings and their pairs; those of the title also as the title's.
    """
    found: set[int] = set()
    for part in (title, text):
        last: int | None = None
        for word in _WORD.findall(part):
            alone, of_title, own, behind = _weighed(word)
            found.update(alone)
            if last is not None:
                found.add(crc32(behind, last) & _MASK)
            if part is title:
                found.add(of_title)
            last = own
    return np.fromiter(found, dtype=np.intp, count=len(found))


@lru_cache(maxsize=16_384)
def _weighed(word: str) -> tuple[tuple[int, ...], int, int, bytes]:
    """Of a word: its buckets, the one it has in a title, its hash, and what it adds to the word before it."""
    said = b"0" if word.isdigit() else word.encode()
    own = crc32(said)
    beginning = (crc32(said[:_STEM] + b"-") & _MASK,) if len(said) > _STEM else ()
    return (own & _MASK, *beginning), crc32(said, _TITLE) & _MASK, own, b" " + said
