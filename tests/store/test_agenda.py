"""One look tells what each of many schools has to do; each test runs on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.model.ticket import EffectKind
from bot.ports.store import Agenda
from bot.store.agenda import agenda
from bot.store.effects.outbox import SqlOutbox
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.schools import pause
from tests.store.making import SCHOOL, arrive, claimed, effect, outcome, raw

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OTHER = "sierra"
BOTH = (SCHOOL, OTHER)
NOTHING = Agenda(paused=frozenset(), due={}, texts={})


@pytest.fixture
def planned(intake: SqlIntake, desk: SqlDesk) -> None:
    """Two letters of one school; the other one has only been read."""
    for _ in range(2):
        desk.record([outcome(claimed(intake, desk, NOW))], now=NOW)
    assert intake.acquire(OTHER, "a")


def test_a_school_is_due_when_its_first_effect_is(
    engine: Engine, desk: SqlDesk, outbox: SqlOutbox, planned: None
) -> None:
    assert agenda(engine, BOTH, NOW).due == {SCHOOL: NOW}
    assert agenda(engine, [OTHER], NOW) == NOTHING
    first, second = outbox.claim_due(SCHOOL, 9, now=NOW)
    outbox.postponed(first, error="", retry_at=NOW + timedelta(minutes=1))
    assert agenda(engine, BOTH, NOW).due == {SCHOOL: NOW + timedelta(minutes=1)}
    outbox.delivered([(second, {})], now=NOW)
    assert agenda(engine, BOTH, NOW).due == {SCHOOL: NOW + timedelta(minutes=1)}
    assert outbox.claim_due(SCHOOL, 9, now=NOW) == []


def test_what_is_under_way_is_due_when_its_deed_must_have_crashed(
    engine: Engine, outbox: SqlOutbox, planned: None
) -> None:
    assert len(outbox.claim_due(SCHOOL, 9, now=NOW)) == 2
    (due,) = agenda(engine, BOTH, NOW).due.values()
    assert due > NOW
    assert len(outbox.claim_due(SCHOOL, 9, now=due)) == 2


def test_what_is_due_for_the_agenda_can_be_claimed(engine: Engine, outbox: SqlOutbox, planned: None) -> None:
    """Also with a clock that has gone back since it was planned: nobody waits until it is that late again."""
    earlier = NOW - timedelta(days=1)
    assert agenda(engine, BOTH, earlier).due == {SCHOOL: earlier}
    assert len(outbox.claim_due(SCHOOL, 9, now=earlier)) == 2


def test_of_a_paused_school_nothing_is_to_do_but_that_it_is_paused(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, planned: None
) -> None:
    arrive(intake, [raw(sender="otra@familias.test")])
    assert desk.waiting(BOTH, now=NOW) == {SCHOOL}
    pause(engine, SCHOOL, by="marta", now=NOW)
    assert agenda(engine, BOTH, NOW) == Agenda(paused=frozenset([SCHOOL]), due={}, texts={})
    assert desk.waiting(BOTH, now=NOW) == frozenset()


def test_parts_of_which_news_may_come(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox
) -> None:
    text = effect(EffectKind.SMS, "sms", secret="Temporal.1", number="+34600000000", language="es")
    desk.record([outcome(claimed(intake, desk, NOW), effects=(text,))], now=NOW)
    (item,) = outbox.claim_due(SCHOOL, 9, now=NOW)
    outbox.delivered([(item, {"references": ["7/0", "7/1"]})], now=NOW)
    assert agenda(engine, BOTH, NOW).texts == {SCHOOL: ["7/0", "7/1"]}


def test_mails_wait_until_they_are_claimed_and_again_when_the_claim_is_over(
    intake: SqlIntake, desk: SqlDesk
) -> None:
    for school in BOTH:
        arrive(intake, [raw(school=school)], school=school)
    assert desk.waiting(BOTH, now=NOW) == {*BOTH}
    assert desk.waiting([OTHER], now=NOW) == {OTHER}
    assert desk.claim_mails(SCHOOL, 1, now=NOW)
    assert desk.waiting(BOTH, now=NOW) == {OTHER}
    assert desk.waiting(BOTH, now=NOW + timedelta(minutes=1)) == {*BOTH}
