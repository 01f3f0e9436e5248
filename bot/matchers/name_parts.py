"""The distinct given names and surnames on file, numbered: a person's name is three small numbers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.matchers.name_words import FiledPart, filed_part
from bot.model.register import PersonName

Columns = NDArray[np.uint32]  #: a row a person: the numbers of given name, first and second surname


NameTexts = tuple[str, str, str]  #: given name, first and second surname as they stand on file


class NameParts:
    """Numbers for the texts that names on file are made of."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def add(self, name: PersonName, columns: array[int]) -> None:
        """Append the numbers of a name's parts (typecode I); a new part gets the next number."""
        number = self._number
        for text in (name.given, name.surname1, name.surname2):
            columns.append(number.setdefault(text, len(number)))

    @cached_property
    def texts(self) -> Sequence[str]:
        """The parts by number, once all are numbered."""
        return tuple(self._number)

    @cached_property
    def words(self) -> list[FiledPart]:
        """The words of each part, once all are numbered."""
        return [filed_part(text) for text in self.texts]

    def spelt(self, number: Mapping[str, int]) -> NDArray[np.int32]:
        """A row a part: the numbers of its words, and of them all written together; filled up with -1."""
        rows = [[number[w] for w in (*part.words, part.joined) if w] for part in self.words]
        table = np.full((len(rows), max(map(len, rows), default=0)), -1, np.int32)
        for row, own in enumerate(rows):
            table[row, : len(own)] = own
        return table

    def bearers(self, column: NDArray[np.uint32]) -> Counter[str]:
        """How many people of one column bear each word."""
        counts: Counter[str] = Counter()
        times = np.bincount(column, minlength=len(self.words)).tolist()
        for part, people in zip(self.words, times, strict=True):
            for word in part.words if people else ():
                counts[word] += people
        return counts
