"""Per school: the kill switch."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, update

from bot.store.engine import writing
from bot.store.events import ledger
from bot.store.schema import school as schools
from bot.store.wake import ring


def pause(engine: Engine, school: str, *, by: str, now: datetime) -> None:
    """Stop acting for this school: nothing leaves the outbox any more; mails are still read."""
    _set(engine, school, "paused", by=by, now=now, paused_at=now)


def resume(engine: Engine, school: str, *, by: str, now: datetime) -> None:
    """Act again."""
    _set(engine, school, "resumed", by=by, now=now, paused_at=None)
    ring(engine)


def _set(
    engine: Engine, school: str, kind: str, *, by: str, now: datetime, paused_at: datetime | None
) -> None:
    with writing(engine) as connection, ledger(connection, school) as log:
        if log.paused is not (paused_at is not None):
            log.note(kind, at=now, actor=by)
            connection.execute(update(schools).where(schools.c.school == school).values(paused_at=paused_at))
