"""What the database does for a process that cannot do it any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, text, update
from sqlalchemy.exc import DBAPIError

from bot.store.engine import open_engine, snapshot, write
from bot.store.mails.intake import LEASE_S, SqlIntake, _hold
from bot.store.tables.schema import mailbox_lease
from tests.servers.postgres import PostgresServer

_TIMEOUT = "SHOW idle_in_transaction_session_timeout"


@pytest.fixture
def engine(postgres: PostgresServer, postgres_template: str) -> Iterator[Engine]:
    engine = open_engine(postgres.create_database("store_frozen", template=postgres_template))
    yield engine
    engine.dispose()
    postgres.drop_database("store_frozen")


def test_who_is_frozen_in_a_transaction_keeps_nobody_from_taking_over(engine: Engine) -> None:
    intake = SqlIntake(engine)
    lease = intake.acquire("loma", "frozen")
    assert lease is not None
    write(engine, update(mailbox_lease).values(expires_at=0))
    with engine.connect() as connection:
        _hold(connection, lease)  # its row is locked …
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
        assert intake.acquire("loma", "next") is not None  # … until the server ends the session
        with pytest.raises(DBAPIError):  # it thaws
            connection.execute(text("SELECT 1"))
    assert [one.owner for one in intake.standing()] == ["next"]


def test_that_is_before_its_lease_has_run_out(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text(_TIMEOUT)) == "20s"
    assert LEASE_S > 20


def test_a_long_look_at_everything_may_take_its_time(engine: Engine) -> None:
    with snapshot(engine) as connection:
        assert connection.scalar(text(_TIMEOUT)) == "0"


class NotNowError(Exception):
    """Instead of a connection."""


@pytest.mark.parametrize(("url", "kept"), [("", "20000"), ("?tcp_user_timeout=7", "7")])
def test_a_database_that_is_gone_without_a_word_is_noticed_before_that_too(url: str, kept: str) -> None:
    engine, told = open_engine(f"postgresql://bd/incidencias{url}"), {}

    @event.listens_for(engine, "do_connect")
    def look(_dialect: object, _record: object, _arguments: object, named: dict[str, str]) -> None:
        told.update(named)
        raise NotNowError

    with pytest.raises(NotNowError):
        engine.connect()
    idle, interval, count = (int(told[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + interval * count <= 20
    assert (told["connect_timeout"], told["tcp_user_timeout"]) == ("10", kept)
