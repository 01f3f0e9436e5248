"""Per school: the kill switch, and when the coordinator was reminded last."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Engine, exists, select, update

from bot.store.engine import read_value, writing
from bot.store.events import ledger
from bot.store.tables.schema import school as schools


def pause(engine: Engine, school: str, *, by: str, now: datetime) -> None:
    """Stop acting for this school: nothing leaves the outbox any more; mails are still read."""
    _set(engine, school, "paused", by=by, now=now, paused_at=now)


def resume(engine: Engine, school: str, *, by: str, now: datetime) -> None:
    """Act again."""
    _set(engine, school, "resumed", by=by, now=now, paused_at=None)


def is_paused(school: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Nothing may leave for this school, or for the one that another table's row names."""
    this = schools.alias()
    return exists().where(this.c.school == school, this.c.paused_at.is_not(None))


def _set(
    engine: Engine, school: str, kind: str, *, by: str, now: datetime, paused_at: datetime | None
) -> None:
    otherwise = is_paused(school) if paused_at is None else ~is_paused(school)
    with writing(engine) as connection, ledger(connection, school) as log:
        here = update(schools).where(schools.c.school == school, otherwise)
        if connection.execute(here.values(paused_at=paused_at)).rowcount:
            log.note(kind, at=now, actor=by)


class SqlReminders:
    """When the last reminder went out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reminded_on(self, school: str) -> date | None:
        day = read_value(self._engine, select(schools.c.digest_on).where(schools.c.school == school))
        return date.fromisoformat(day) if day else None

    def reminded(self, school: str, day: date) -> None:
        with writing(self._engine) as connection, ledger(connection, school):
            connection.execute(
                update(schools).where(schools.c.school == school).values(digest_on=day.isoformat())
            )
