"""Sorted arrays that answer "which people share these two words?": 12 bytes an entry."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Postings:
    """Many-to-many from 64-bit keys to person numbers, built once, then only read."""

    def __init__(self, keys: array[int], numbers: array[int]) -> None:
        """`keys` (typecode Q) and `numbers` (typecode I) stand side by side, in any order."""
        unsorted = np.frombuffer(keys, dtype=np.uint64) if keys else np.zeros(0, np.uint64)
        people = np.frombuffer(numbers, dtype=np.uint32) if numbers else np.zeros(0, np.uint32)
        order = np.argsort(unsorted, kind="stable")
        self._keys: NDArray[np.uint64] = unsorted[order]
        self._numbers: NDArray[np.uint32] = people[order]

    def of(self, keys: Iterable[int], among: NDArray[np.uint32] | None = None) -> set[int]:
        """The numbers filed under any of these keys; of those in `among` (sorted) only, if given."""
        wanted = np.fromiter(keys, dtype=np.uint64)
        starts = np.searchsorted(self._keys, wanted, side="left").tolist()
        ends = np.searchsorted(self._keys, wanted, side="right").tolist()
        runs = [self._numbers[a:b] for a, b in zip(starts, ends, strict=True) if a < b]
        if not runs:
            return set()
        numbers = np.concatenate(runs)
        if among is not None:
            places = np.minimum(np.searchsorted(among, numbers), len(among) - 1)
            numbers = numbers[among[places] == numbers]
        return set(numbers.tolist())
