"""The account book of the `local` credential provider."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields

from sqlalchemy import ColumnElement, Engine, select

from bot.ports.accounts import BookEntry
from bot.store.engine import columns_of, insert, read_as, read_values, writing
from bot.store.tables.accounts import account

_COLUMNS = columns_of(account, BookEntry)


class SqlAccountBook:
    """bot.ports.accounts.AccountBook of one school."""

    def __init__(self, engine: Engine, school: str) -> None:
        self._engine = engine
        self._school = school

    def of_guardians(self, guardians: Collection[str]) -> Mapping[str, BookEntry]:
        return {entry.guardian: entry for entry in self._entries(account.c.guardian.in_(guardians))}

    def of_username(self, username: str) -> BookEntry | None:
        return next(iter(self._entries(account.c.username == username)), None)

    def taken(self, usernames: Collection[str]) -> Collection[str]:
        query = select(account.c.username).where(
            account.c.school == self._school, account.c.username.in_(usernames)
        )
        return set(read_values(self._engine, query))

    def entries(self) -> list[BookEntry]:
        """Every account, by user name."""
        return self._entries()

    def put(self, entries: Sequence[BookEntry]) -> None:
        """Insert or replace by user name. Raises IntegrityError when a guardian has another one."""
        if not entries:
            return
        rows = [{"school": self._school, **asdict(entry)} for entry in entries]
        with writing(self._engine) as connection:
            fresh = insert(connection, account)
            replaced = {field.name: fresh.excluded[field.name] for field in fields(BookEntry)}
            connection.execute(
                fresh.on_conflict_do_update(index_elements=["school", "username"], set_=replaced), rows
            )

    def _entries(self, *which: ColumnElement[bool]) -> list[BookEntry]:
        query = select(*_COLUMNS).where(account.c.school == self._school, *which).order_by(account.c.username)
        return read_as(self._engine, BookEntry, query)
