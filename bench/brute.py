"""The reference: an index that compares a name with everybody on file."""

from __future__ import annotations

from collections.abc import Iterable

from bot.matchers.index import RegisterIndex
from bot.matchers.name_words import Written, filed_name
from bot.matchers.names import NameLevel, compare
from bot.model import Guardian, PersonName, Student


class EverybodyIndex(RegisterIndex):
    """Nobody is left out before the comparison."""

    def students_like(self, written: Written) -> list[Student]:
        return [s for s in self.register.students.values() if self._is_meant(written, s.name)]

    def guardians_like(self, written: Written, among: Iterable[str] | None = None) -> list[Guardian]:
        everybody = self.register.guardians
        return [everybody[key] for key in among or everybody if self._is_meant(written, everybody[key].name)]

    def _is_meant(self, written: Written, name: PersonName) -> bool:
        return compare(written, filed_name(name), self.lexicon).level is NameLevel.SAME
