"""Sorted arrays that answer "who is filed under this?": 12 bytes an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Keys = NDArray[np.uint64]


class Postings:
    """Many-to-many from 64-bit keys to numbers, built once, then only read."""

    def __init__(self, keys: Keys, numbers: Numbers) -> None:
        """`keys` and `numbers` stand side by side, in any order."""
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._numbers = numbers[order]

    def of(self, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The numbers filed under these keys, each with the place of its key in `keys`."""
        wanted = np.array(keys, dtype=np.uint64)
        starts = np.searchsorted(self._keys, wanted, side="left")
        ends = np.searchsorted(self._keys, wanted, side="right")
        for place in np.flatnonzero(starts < ends).tolist():
            for number in self._numbers[starts[place] : ends[place]].tolist():
                yield number, place
