"""The reference: an index that compares a name with everybody on file."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.matchers.index import RegisterIndex
from bot.matchers.name_words import Written, filed_name
from bot.matchers.names import NameLevel, compare
from bot.matchers.postings import Numbers
from bot.model import PersonName


class EverybodyIndex(RegisterIndex):
    """Nobody is left out before the comparison."""

    def students_like(self, written: Written) -> Numbers:
        return self._meant(written, (s.name for s in self.register.students.each()))

    def guardians_like(self, written: Written) -> Numbers:
        return self._meant(written, (g.name for g in self.register.guardians.each()))

    def _meant(self, written: Written, names: Iterable[PersonName]) -> Numbers:
        levels = (compare(written, filed_name(name), self.lexicon).level for name in names)
        return np.array([i for i, level in enumerate(levels) if level is NameLevel.SAME], np.uint32)
