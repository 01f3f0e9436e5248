"""A throw-away PostgreSQL for tests and benchmarks: its own cluster in a temporary directory.

PostgreSQL refuses to run as root, so root runs it as the system's `postgres` user. It listens on a unix
socket only. `fsync` can be switched off: a killed server loses nothing by it, only a power cut would.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

_BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
_PORT = 5432  # only part of the socket's name


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A cluster in `directory`; `url(name)` is a database's address."""

    directory: Path
    fsync: bool = True

    @classmethod
    def create(cls, directory: Path, *, fsync: bool = True) -> PostgresServer:
        """Make an empty cluster in this directory (made if missing) and start it."""
        directory.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
        server = cls(directory, fsync)
        server._run(
            "initdb",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
            server.data,
        )
        server.start()
        return server

    @property
    def data(self) -> str:
        return str(self.directory / "data")

    def start(self) -> None:
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.directory} -c port={_PORT} "
            f"-c fsync={'on' if self.fsync else 'off'} -c max_connections=100 -c shared_buffers=64MB"
        )
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.directory / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is what a crash looks like."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.directory}&port={_PORT}"

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """A new database; returns its URL."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.directory), port=_PORT, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_BIN / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Output into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with (self.directory / f"{program}.out").open("w+") as output:
            done = subprocess.run(command, cwd="/", stdout=output, stderr=subprocess.STDOUT, check=False)
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read()}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One cluster for the whole session; make a database of your own in it."""
    with private_postgres() as server:
        yield server


@contextmanager
def private_postgres() -> Iterator[PostgresServer]:
    """A cluster of the caller's own."""
    directory = Path(tempfile.mkdtemp(prefix="incidencias-pg-"))
    server = PostgresServer.create(directory, fsync=False)
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(directory)
