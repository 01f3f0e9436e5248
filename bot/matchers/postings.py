"""Sorted arrays that answer "who is filed under this?": 12 bytes an entry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Places = NDArray[np.intp]


def text_key(text: str) -> int:
    """A text as a key; two texts can have one key, so who is found under it must be looked at again."""
    return hash(text) & 0xFFFF_FFFF_FFFF_FFFF


class Postings:
    """Many-to-many from 64-bit keys to numbers, built once, then only read."""

    def __init__(self, keys: Keys, numbers: Numbers) -> None:
        """`keys` and `numbers` stand side by side, in any order."""
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._numbers = numbers[order]

    def of(self, keys: Sequence[int] | Numbers) -> tuple[Numbers, Places]:
        """The numbers filed under these keys, side by side with the place of each one's key in `keys`."""
        wanted = np.array(keys, dtype=np.uint64)
        starts = self._keys.searchsorted(wanted, side="left")
        counts = self._keys.searchsorted(wanted, side="right") - starts
        places = np.arange(len(wanted)).repeat(counts)
        before = counts.cumsum() - counts  # how many are found under the keys before this one
        return self._numbers[(starts - before)[places] + np.arange(len(places))], places
