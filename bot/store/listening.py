"""A waiter on PostgreSQL: LISTEN, on a connection of its own."""

from __future__ import annotations

import psycopg
from sqlalchemy import Engine


class PostgresWaker:
    """A connection of its own that listens; made again when the server went away."""

    def __init__(self, engine: Engine, channel: str) -> None:
        self._engine = engine
        self._channel = channel
        self._connection = self._listen()

    def _listen(self) -> psycopg.Connection[tuple[object, ...]]:
        url = self._engine.url.set(drivername="postgresql")
        connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
        connection.execute(f"LISTEN {self._channel}")
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
