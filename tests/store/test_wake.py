from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine

from bot.store.engine import open_engine
from bot.store.intake import SqlIntake
from bot.store.wake import Waker, ring, waker
from tests.servers.postgres import PostgresServer
from tests.servers.waiting import PATIENCE_S
from tests.store.making import arrive, raw


@pytest.fixture
def ear(engine: Engine):
    made = waker(engine)
    yield made
    made.close()


def test_nobody_wakes_without_a_bell(ear: Waker) -> None:
    assert not ear.wait(0.01)


def test_a_bell_before_the_wait_is_not_missed(engine: Engine, ear: Waker) -> None:
    ring(engine)
    assert ear.wait(PATIENCE_S)
    assert not ear.wait(0.01)


def test_a_new_mail_wakes_who_waits(intake: SqlIntake, ear: Waker) -> None:
    bell = threading.Timer(0.05, arrive, args=(intake, [raw()]))
    bell.start()
    assert ear.wait(PATIENCE_S)
    bell.join()


def test_every_waiter_hears(store_url: str, engine: Engine, ear: Waker) -> None:
    elsewhere = open_engine(store_url)
    other = waker(elsewhere)
    ring(elsewhere)
    assert ear.wait(PATIENCE_S)
    assert other.wait(PATIENCE_S)
    other.close()
    elsewhere.dispose()


def test_a_waiter_survives_a_restart_of_the_server(postgres: PostgresServer, postgres_template: str) -> None:
    url = postgres.create_database("store_restart", template=postgres_template)
    engine = open_engine(url)
    ear = waker(engine)
    postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'store_restart'")
    assert ear.wait(PATIENCE_S)  # strokes may have been missed: look for work
    ear.wait(0.01)
    ring(engine)
    assert ear.wait(PATIENCE_S)
    ear.close()
    engine.dispose()
    postgres.drop_database("store_restart")
