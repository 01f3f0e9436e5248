"""Every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from bot.store.cases.tickets import SqlTickets
from bot.store.effects.outbox import SqlOutbox
from bot.store.engine import open_engine
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.migrate import migrate
from bot.store.secrets import SecretBox
from tests.servers.postgres import PostgresServer

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    engine = open_engine(postgres.create_database("template_store"))
    migrate(engine)
    engine.dispose()
    return "template_store"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, migrated."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"store_{next(_numbers)}"
    yield server.create_database(name, template=request.getfixturevalue("postgres_template"))
    server.drop_database(name)


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def box() -> SecretBox:
    return SecretBox([Fernet.generate_key().decode()])


@pytest.fixture
def intake(engine: Engine) -> SqlIntake:
    return SqlIntake(engine)


@pytest.fixture
def desk(engine: Engine, box: SecretBox) -> SqlDesk:
    return SqlDesk(engine, box)


@pytest.fixture
def outbox(engine: Engine, box: SecretBox) -> SqlOutbox:
    return SqlOutbox(engine, box)


@pytest.fixture
def tickets(engine: Engine, box: SecretBox) -> SqlTickets:
    return SqlTickets(engine, box)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
