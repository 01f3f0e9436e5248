"""A town with a school: real mail servers, a real store, and the program as a process of its own."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.model.register import Register
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.register.enrolment import import_register
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import MailServer
from tests.servers.parents import Parent, parents, read_school, write_school
from tests.servers.postgres import PostgresServer

KEY = Fernet.generate_key()
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("school") / "RegAlum.csv"
    write_school(path, pupils=400)
    return path


@pytest.fixture(scope="session")
def register(export: Path) -> Register:
    return read_school(export)


@pytest.fixture(scope="session")
def everybody(register: Register) -> Iterator[Parent]:
    return iter(list(parents(register)))


@pytest.fixture
def parent(everybody: Iterator[Parent]) -> Parent:
    """A family that no other test knows."""
    return next(everybody)


@pytest.fixture
def other_parent(everybody: Iterator[Parent]) -> Parent:
    return next(everybody)


@dataclass(frozen=True, slots=True)
class Stores:
    """New databases with the school's register in them."""

    sqlite_template: Path
    postgres: PostgresServer

    def new(self, kind: str, directory: Path) -> str:
        """The URL of a database of the caller's own."""
        if kind == "sqlite":
            shutil.copy(self.sqlite_template, directory / "store.db")
            return f"sqlite:///{directory}/store.db"
        return self.postgres.create_database(f"town_{next(_numbers)}", template="template_town")


@pytest.fixture(scope="session")
def stores(
    register: Register,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: PostgresServer,
) -> Stores:
    path = tmp_path_factory.mktemp("stores") / "template.db"
    for url in (f"sqlite:///{path}", postgres.create_database("template_town")):
        engine = open_engine(url)
        migrate(engine)
        import_register(engine, SCHOOL, register, by="test", now=datetime.now(UTC))
        engine.dispose()
    return Stores(path, postgres)


@pytest.fixture
def install(mailserver: MailServer, stores: Stores, tmp_path: Path) -> Callable[..., Installation]:
    """A new installation: `install("sqlite" or "postgresql", **what differs)`."""

    def new(kind: str = "sqlite", **different: Any) -> Installation:
        url = stores.new(kind, tmp_path)
        return Installation.create(tmp_path, mailserver, store_url=url, key=KEY, **different)

    return new


@dataclass(frozen=True, slots=True)
class Town:
    """A running worker that several tests share, each with families of its own."""

    installation: Installation
    server: MailServer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(
    request: pytest.FixtureRequest,
    running_mailserver: MailServer,
    stores: Stores,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    running_mailserver.empty()
    directory = tmp_path_factory.mktemp("town")
    url = stores.new(request.param, directory)
    installation = Installation.create(directory, running_mailserver, store_url=url, key=KEY)
    with installation.worker():
        yield Town(installation, running_mailserver)
