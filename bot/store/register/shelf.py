"""One table of the register while an import changes it: only what differs is read as values and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, Table, delete, select

from bot.store.engine import insert
from bot.store.tables.codec import Codec

T = TypeVar("T")

_SLICE = 1000

Tick = Callable[[int], None]  #: so many rows more are done


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What a new register changes in a table."""

    before: Mapping[str, T]  #: old values of rows that change or go
    texts: Mapping[str, str]  #: rows to be written, new ones and changed ones


class Shelf(Generic[T]):
    """The rows of one school in `register_student` or `register_guardian`, by their key."""

    def __init__(self, connection: Connection, table: Table, codec: Codec[T], school: str) -> None:
        self._connection = connection
        self._table = table
        self._key = table.c[1]
        self._codec = codec
        self._school = school
        rows = connection.execute(select(self._key, table.c.data).where(table.c.school == school))
        self._texts: Mapping[str, str] = dict(rows.all())

    def lacking_in(self, after: Mapping[str, T]) -> dict[str, T]:
        """The values whose keys `after` does not have."""
        return self._load(key for key in self._texts if key not in after)

    def compare(self, after: Mapping[str, T], tick: Tick) -> Change[T]:
        """What `after` would change.

        An equal text is an equal value, without looking further: so an export that changes little is
        quick. A different text may still be an equal value: a set has no order, an older version of the
        program other fields.
        """
        texts = {}
        for done, (key, value) in enumerate(after.items(), 1):
            text = self._codec.dump(value)
            if self._texts.get(key) != text:
                texts[key] = text
            if done % _SLICE == 0:
                tick(_SLICE)
        tick(len(after) % _SLICE)
        before = self._load(key for key in texts if key in self._texts)
        same = {key for key, value in before.items() if after[key] == value}
        return Change(
            before={k: v for k, v in before.items() if k not in same} | self.lacking_in(after),
            texts={k: text for k, text in texts.items() if k not in same},
        )

    def write(self, change: Change[T], tick: Tick) -> None:
        """Drop the rows that are gone and write those that differ."""
        gone = sorted(change.before.keys() - change.texts.keys())
        for start in range(0, len(gone), _SLICE):
            here = self._key.in_(gone[start : start + _SLICE])
            self._connection.execute(delete(self._table).where(self._table.c.school == self._school, here))
        rows = [
            {"school": self._school, self._key.name: k, "data": change.texts[k]} for k in sorted(change.texts)
        ]
        statement = insert(self._connection, self._table)
        statement = statement.on_conflict_do_update(
            index_elements=["school", self._key.name], set_={"data": statement.excluded.data}
        )
        for start in range(0, len(rows), _SLICE):
            part = rows[start : start + _SLICE]
            self._connection.execute(statement, part)
            tick(len(part))

    def _load(self, keys: Iterable[str]) -> dict[str, T]:
        chosen = list(keys)
        return dict(zip(chosen, self._codec.load_many([self._texts[key] for key in chosen]), strict=True))
