"""The account book of the `local` credential provider."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Engine, select

from bot.ports import BookEntry
from bot.store.engine import insert, reading, writing
from bot.store.schema import account

_FIELDS = (
    account.c.username,
    account.c.guardian,
    account.c.password_hash,
    account.c.valid_until,
    account.c.must_change,
    account.c.key,
    account.c.locked,
)


class SqlAccountBook:
    """bot.ports.AccountBook of one school."""

    def __init__(self, engine: Engine, school: str) -> None:
        self._engine = engine
        self._school = school

    def of_guardian(self, guardian: str) -> BookEntry | None:
        return self._entry(account.c.guardian == guardian)

    def of_username(self, username: str) -> BookEntry | None:
        return self._entry(account.c.username == username)

    def entries(self) -> list[BookEntry]:
        """Every account, by user name."""
        query = select(*_FIELDS).where(account.c.school == self._school).order_by(account.c.username)
        with reading(self._engine) as connection:
            return [BookEntry(**row) for row in connection.execute(query).mappings()]

    def put(self, entry: BookEntry) -> None:
        """Insert or replace by user name. Raises IntegrityError when the guardian has another one."""
        values = {field.name: getattr(entry, field.name) for field in _FIELDS}
        with writing(self._engine) as connection:
            connection.execute(
                insert(connection, account)
                .values(school=self._school, **values)
                .on_conflict_do_update(index_elements=["school", "username"], set_=values)
            )

    def _entry(self, which: ColumnElement[bool]) -> BookEntry | None:
        with reading(self._engine) as connection:
            row = connection.execute(
                select(*_FIELDS).where(account.c.school == self._school, which)
            ).one_or_none()
        return None if row is None else BookEntry(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
