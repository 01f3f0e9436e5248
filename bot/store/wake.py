"""Wake whoever waits for work, in this process or in another; polling stays the net under it."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Protocol

from sqlalchemy import Engine, text

_CHANNEL = "incidencias"  #: of NOTIFY


class Waker(Protocol):
    """One waiter's ear."""

    def wait(self, timeout: float) -> bool:
        """True when the bell rang since the last call; at most `timeout` seconds."""

    def close(self) -> None: ...


def ring(engine: Engine) -> None:
    """There is work. Called after the commit, so that who wakes up finds it."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"NOTIFY {_CHANNEL}"))
    else:
        _bells[_place(engine)].ring()


def waker(engine: Engine) -> Waker:
    """A new waiter: LISTEN on PostgreSQL, a condition of this process on SQLite."""
    if engine.dialect.name == "postgresql":
        from bot.store.listening import PostgresWaker  # noqa: PLC0415 - a driver that SQLite does not need

        return PostgresWaker(engine, _CHANNEL)
    return _LocalWaker(_bells[_place(engine)])


def _place(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


class _Bell:
    """Counts its strokes, so that one between two waits is not missed."""

    def __init__(self) -> None:
        self.strokes = 0
        self.condition = threading.Condition()

    def ring(self) -> None:
        with self.condition:
            self.strokes += 1
            self.condition.notify_all()


_bells: defaultdict[str, _Bell] = defaultdict(_Bell)


class _LocalWaker:
    def __init__(self, bell: _Bell) -> None:
        self._bell = bell
        self._heard = bell.strokes

    def wait(self, timeout: float) -> bool:
        with self._bell.condition:
            rang = self._bell.condition.wait_for(lambda: self._bell.strokes != self._heard, timeout)
            self._heard = self._bell.strokes
        return rang

    def close(self) -> None:
        """Nothing is held."""
