from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, update

from bot.store.engine import writing
from bot.store.events import events, ledger, verify
from bot.store.tables.schema import event, school
from tests.store.making import SCHOOL

HERE = event.c.school == SCHOOL


@pytest.fixture
def chain(engine: Engine, now: datetime) -> Engine:
    """Six events in three transactions, and another school's between them."""
    for n in range(3):
        with writing(engine) as connection, ledger(connection, SCHOOL) as log:
            log.note("decided", {"n": n, "ñ": "\0"}, at=now + timedelta(minutes=n), ticket=f"T{n}")
            log.note("closed", at=now + timedelta(minutes=n), actor="marta")
        with writing(engine) as connection, ledger(connection, "vega") as log:
            log.note("decided", at=now)
    return engine


def tamper(engine: Engine, *statements) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_chain_is_whole(chain: Engine, now: datetime) -> None:
    assert verify(chain, SCHOOL) == verify(chain, "vega") == verify(chain, "never-seen") == []
    assert [e.seq for e in events(chain, SCHOOL)] == [1, 2, 3, 4, 5, 6]
    assert [e.seq for e in events(chain, SCHOOL, ticket="T1")] == [3]
    assert [e.seq for e in events(chain, SCHOOL, after=3, limit=1)] == [4]
    first = events(chain, SCHOOL)[0]
    assert (first.at, first.data, first.actor) == (now, {"n": 0, "ñ": "\0"}, "bot")


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        pytest.param([update(event).where(HERE, event.c.seq == 3).values(actor="eva")], [3], id="actor"),
        pytest.param([update(event).where(HERE, event.c.seq == 3).values(data={})], [3], id="data"),
        pytest.param([update(event).where(HERE, event.c.seq == 3).values(ticket="T9")], [3], id="ticket"),
        pytest.param(
            [
                update(event)
                .where(HERE, event.c.seq == 3)
                .values(at=datetime.fromisoformat("2020-01-01T00:00Z"))
            ],
            [3],
            id="time",
        ),
        pytest.param([update(event).where(HERE, event.c.seq == 3).values(hash="0" * 64)], [3, 4], id="hash"),
        pytest.param([delete(event).where(HERE, event.c.seq == 3)], [4], id="removed from the middle"),
        pytest.param([delete(event).where(HERE, event.c.seq == 6)], [6], id="removed from the end"),
        pytest.param([delete(event).where(HERE)], [6], id="all removed"),
        pytest.param(
            [
                update(event).where(HERE, event.c.seq == 3).values(seq=99),
                update(event).where(HERE, event.c.seq == 4).values(seq=3),
                update(event).where(HERE, event.c.seq == 99).values(seq=4),
            ],
            [3, 3, 4, 4, 5],
            id="reordered",
        ),
        pytest.param(
            [
                delete(event).where(HERE, event.c.seq == 3),
                update(event).where(HERE, event.c.seq == 4).values(seq=3),
                update(event).where(HERE, event.c.seq == 5).values(seq=4),
                update(event).where(HERE, event.c.seq == 6).values(seq=5),
            ],
            [3, 3, 4, 5, 6],
            id="removed and renumbered",
        ),
        pytest.param(
            [update(school).where(school.c.school == SCHOOL).values(event_hash="0" * 64)], [6], id="head"
        ),
    ],
)
def test_tampering_is_named(chain: Engine, statements, named: list[int]) -> None:
    tamper(chain, *statements)
    assert [flaw.seq for flaw in verify(chain, SCHOOL)] == named
    assert verify(chain, "vega") == []


def test_an_event_of_a_transaction_that_failed_never_was(chain: Engine, now: datetime) -> None:
    def fail() -> None:
        with writing(chain) as connection, ledger(connection, SCHOOL) as log:
            log.note("decided", at=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(events(chain, SCHOOL)) == 6
    assert verify(chain, SCHOOL) == []


def test_a_naive_time_is_refused(chain: Engine) -> None:
    with (
        pytest.raises(Exception, match="naive"),
        writing(chain) as connection,
        ledger(connection, SCHOOL) as log,
    ):
        log.note("decided", at=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test
