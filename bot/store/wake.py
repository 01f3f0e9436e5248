"""Wake whoever waits for work, in this process or in another; polling stays the net under it."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Protocol

import psycopg
from sqlalchemy import Engine, text

_CHANNEL = "incidencias"


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
        return _PostgresWaker(engine)
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


class _PostgresWaker:
    """A connection of its own that listens; made again when the server went away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection = self._listen()

    def _listen(self) -> psycopg.Connection[tuple[object, ...]]:
        url = self._engine.url.set(drivername="postgresql")
        connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
        connection.execute(f"LISTEN {_CHANNEL}")
        return connection

    def wait(self, timeout: float) -> bool:
        """Raises psycopg.OperationalError while the server cannot be reached."""
        if self._connection.closed:
            self._connection = self._listen()
            return True  # strokes may have been missed
        try:
            return bool(list(self._connection.notifies(timeout=timeout, stop_after=1)))
        except psycopg.OperationalError:
            self._connection.close()
            return True  # the next call connects again

    def close(self) -> None:
        self._connection.close()
