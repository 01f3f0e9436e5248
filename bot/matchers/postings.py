"""Sorted arrays that answer "who is filed under this?": 4 bytes an entry, 12 a key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Places = NDArray[np.intp]

_LAST = 0xFFFF_FFFF_FFFF_FFFF


def text_key(text: str) -> int:
    """A text as a key; two texts can have one key, so who is found under it must be looked at again."""
    return hash(text) & _LAST  # never the last itself: no hash is -1


class Postings:
    """Many-to-many from 64-bit keys to numbers, built once, then only read."""

    def __init__(self, keys: Keys, numbers: Numbers) -> None:
        """`keys` and `numbers` stand side by side, in any order; no key is 2**64 - 1."""
        order = np.argsort(keys, kind="stable")
        ordered = np.append(keys[order], np.uint64(_LAST))
        first = np.append(True, ordered[1:] != ordered[:-1])
        self._keys = ordered[first]  # each once, and the last that nobody has
        self._starts = np.append(first.nonzero()[0], len(keys)).astype(np.uint32)
        self._numbers = numbers[order]

    def of(self, keys: Sequence[int] | Numbers) -> tuple[Numbers, Places]:
        """The numbers filed under these keys, side by side with the place of each one's key in `keys`."""
        wanted = np.array(keys, dtype=np.uint64)
        at = self._keys.searchsorted(wanted)
        (known,) = (self._keys[at] == wanted).nonzero()
        if not len(known):
            return self._numbers[:0], known
        at = at[known]
        starts = self._starts[at].astype(np.intp)
        counts = self._starts[at + 1] - starts
        before = counts.cumsum() - counts  # how many are found under the keys before this one
        places = known.repeat(counts)
        return self._numbers[(starts - before).repeat(counts) + np.arange(len(places))], places
