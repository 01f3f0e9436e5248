"""Who is signed in: sessions, known by a secret that only the browser has."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_, select, update

from bot.store.engine import reading, write, writing
from bot.store.people.users import User, users_where
from bot.store.tables.console import Stage, console_session, console_user

_NOTED_EVERY = timedelta(minutes=1)  #: a visit writes at most this often
_SECOND_FACTOR_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that has signed in, or is half-way."""

    user: User
    stage: Stage
    created_at: datetime


class SqlSessions:
    """The sessions of the console; ended by an idle and by an absolute limit."""

    def __init__(self, engine: Engine, *, idle: timedelta, absolute: timedelta) -> None:
        self._engine = engine
        self._idle = idle
        self._absolute = absolute

    def open(self, user: int, stage: Stage, *, now: datetime, instead_of: str | None = None) -> str:
        """A new session's secret; the one that it follows ends (so a fixed one is worth nothing)."""
        secret = secrets.token_urlsafe(32)
        with writing(self._engine) as connection:
            over = or_(
                console_session.c.created_at < now - self._absolute,
                console_session.c.seen_at < now - self._idle,
                console_session.c.id_hash == hash_of(instead_of or ""),
            )
            connection.execute(delete(console_session).where(over))
            connection.execute(
                console_session.insert().values(
                    id_hash=hash_of(secret), user=user, stage=stage, created_at=now, seen_at=now
                )
            )
        return secret

    def find(self, secret: str, *, now: datetime) -> Session | None:
        """The session of this secret, if it holds and its user may still sign in; the visit is noted."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(console_session).where(console_session.c.id_hash == hash_of(secret))
            ).one_or_none()
            users = users_where(connection, console_user.c.id == row.user) if row else []
        if row is None or not users or users[0].disabled_at is not None:
            return None
        limit = self._absolute if row.stage is Stage.FULL else _SECOND_FACTOR_WITHIN
        if now - row.created_at > limit or now - row.seen_at > self._idle:
            return None
        if now - row.seen_at > _NOTED_EVERY:
            write(
                self._engine,
                update(console_session).where(console_session.c.id_hash == row.id_hash).values(seen_at=now),
            )
        return Session(user=users[0], stage=row.stage, created_at=row.created_at)

    def close(self, secret: str) -> None:
        """Signed out."""
        write(self._engine, delete(console_session).where(console_session.c.id_hash == hash_of(secret)))


def hash_of(secret: str) -> str:
    """By which a session is kept: the secret itself is only in the browser."""
    return hashlib.sha256(secret.encode()).hexdigest()
