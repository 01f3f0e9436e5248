"""Values of the model as JSON text and back. Reading validates: what was stored by an older version
must still be a value of today's model.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter

from bot.model.claim import Claim
from bot.model.decision import Decision
from bot.model.match import Match
from bot.model.register import Guardian, Student

T = TypeVar("T")


class Codec(Generic[T]):
    """One type's way into the database and out again."""

    def __init__(self, kind: type[T]) -> None:
        self._one = TypeAdapter(kind)
        self._many: TypeAdapter[list[T]] = TypeAdapter(list[kind])  # type: ignore[valid-type] # a runtime type

    def dump(self, value: T) -> str:
        """JSON text; raises ValueError for a text that is no valid Unicode."""
        # The model's read-only mappings are not pydantic's; `fallback` turns them into plain ones.
        return self._one.dump_json(value, fallback=dict, warnings=False).decode()

    def load(self, text: str) -> T:
        return self._one.validate_json(text)

    def load_many(self, texts: list[str]) -> list[T]:
        """Many at once: several times faster than one by one."""
        return self._many.validate_json(f"[{','.join(texts)}]")


CLAIM = Codec(Claim)
MATCH = Codec(Match)
DECISION = Codec(Decision)
STUDENT = Codec(Student)
GUARDIAN = Codec(Guardian)
