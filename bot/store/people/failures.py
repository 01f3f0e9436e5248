"""Sign-ins that failed, counted so that guessing does not pay and nobody can lock another out.

A device that has signed in before is counted by itself, by the mark it carries; strangers are counted by
their address (OWASP, "device cookies"). So the one who guesses shuts out strangers at most, never the
device of the person whose name is guessed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, select

from bot.store.engine import read_value, write, writing
from bot.store.people.users import folded
from bot.store.tables.console import console_failure

_WINDOW = timedelta(minutes=15)
_DAY = timedelta(days=1)
_TRIES = 5  #: of one account from one source within the window
_SOURCE_TRIES = 40  #: from one address within the window: a school's teachers share one
_STRANGERS_TRIES = 100  #: of one account from unknown devices in a day


class SqlFailures:
    """The failures of the last day."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, name: str, source: str, *, known: bool, now: datetime) -> None:
        """One more."""
        with writing(self._engine) as connection:
            connection.execute(delete(console_failure).where(console_failure.c.at < now - _DAY))
            connection.execute(
                console_failure.insert().values(account=_hash(name), source=source, known=known, at=now)
            )

    def too_many(self, name: str, source: str, *, known: bool, now: datetime) -> bool:
        """May this source not try this account now?"""
        failure = console_failure.c
        mine, here = failure.account == _hash(name), failure.source == source
        lately = failure.at > now - _WINDOW
        limits: list[tuple[int, tuple[ColumnElement[bool], ...]]] = [(_TRIES, (mine, here, lately))]
        if not known:
            limits += [
                (_SOURCE_TRIES, (here, lately)),
                (_STRANGERS_TRIES, (mine, failure.known.is_(False), failure.at > now - _DAY)),
            ]
        counted = select(func.count()).select_from(console_failure)
        return any((read_value(self._engine, counted.where(*which)) or 0) >= limit for limit, which in limits)

    def forget(self, name: str, source: str) -> None:
        """A sign-in from here succeeded: its earlier slips no longer count."""
        failure = console_failure.c
        write(
            self._engine,
            delete(console_failure).where(failure.account == _hash(name), failure.source == source),
        )


def _hash(name: str) -> str:
    return hashlib.sha256(folded(name).encode()).hexdigest()
