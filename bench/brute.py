"""The reference: an index that leaves nobody out, so that every comparison is made."""

from __future__ import annotations

from collections.abc import Iterable

from bot.matchers.index import RegisterIndex
from bot.matchers.name_words import Written
from bot.model import Guardian, Student


class EverybodyIndex(RegisterIndex):
    """Compares with everybody on file."""

    def students_like(self, written: Written) -> list[Student]:
        return list(self.register.students.values())

    def guardians_like(self, written: Written, among: Iterable[str] | None = None) -> list[Guardian]:
        return list(self.register.guardians.values())
