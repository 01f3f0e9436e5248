"""Column types that hold the bot's values in both databases alike."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

#: A running number. SQLite numbers only columns that are called INTEGER by themselves.
RowId = BigInteger().with_variant(Integer(), "sqlite")


def canonical_json(value: object) -> str:
    """The one way to write a JSON value: sorted keys, ASCII, no blanks. Hashes are taken of it."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. A naive one is a mistake of ours: ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text: plain ASCII, so no hostile character can break a statement."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def choice(values: type[StrEnum]) -> Enum:
    """A StrEnum by its value; any other text is a mistake of ours: LookupError."""
    return Enum(
        values, native_enum=False, length=32, validate_strings=True, values_callable=lambda v: [*map(str, v)]
    )
