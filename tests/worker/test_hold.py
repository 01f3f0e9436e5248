"""A worker that was frozen finds out before its next deed that another one has taken over."""

from __future__ import annotations

import pytest

from bot.ports.store import Lease, StaleLease
from bot.store.mails.intake import LEASE_S, SqlIntake
from bot.worker import hold
from bot.worker.hold import PROVEN_S, Hold
from tests.store.making import SCHOOL


@pytest.fixture
def intake(engine):
    return SqlIntake(engine)


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(hold, "now_s", lambda: now[0])
    return now


def test_a_frozen_worker_stops_before_its_next_deed(intake, clock):
    frozen = Hold(intake, intake.acquire(SCHOOL, "frozen"))
    frozen.prove()
    intake.release(frozen.lease)
    intake.acquire(SCHOOL, "other")
    clock[0] += PROVEN_S + 1
    with pytest.raises(StaleLease):
        frozen.prove()


def test_a_proof_asks_the_database_only_when_the_last_one_is_old(clock):
    asked = []

    class Intake:
        def renew(self, leases):
            asked.extend(leases)
            return frozenset(leases)

    ours = Hold(Intake(), Lease(SCHOOL, "one", 1))
    for _ in range(10):
        ours.prove()
    assert asked == []
    clock[0] += PROVEN_S + 1
    ours.prove()
    ours.prove()
    assert len(asked) == 1
    assert LEASE_S > PROVEN_S
