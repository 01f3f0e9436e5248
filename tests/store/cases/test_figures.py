"""The figures of a school, and whether its mail goes in and out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.console.metrics import metrics
from bot.model.decision import Action, Decision
from bot.store.cases.figures import figures
from bot.store.cases.health import health
from bot.store.engine import writing
from bot.store.events import BOT
from bot.store.tables.schema import Status, outbox
from tests.store.making import ARRIVED, SCHOOL, arrive, claimed, outcome, raw

MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def week(engine, now):
    return lambda: figures(
        engine, SCHOOL, since=now - timedelta(days=6), until=now + timedelta(hours=1), zone=MADRID
    )


@pytest.fixture
def decide(desk, intake, now):
    def record(action, reason=None, **changes):
        mail = claimed(intake, desk, now)
        decided = Decision(action=action, reason=reason, rule="test")
        made = outcome(mail, action, decision=decided, **changes)
        desk.record([made], now=now)
        return made

    return record


def test_a_school_without_mails_has_days_and_nothing_in_them(week):
    assert len(week().days) == 7
    assert (week().received, week().answer_quantile(95)) == (0, None)


def test_decisions_are_counted_by_day_reason_and_language(decide, week, now):
    decide(Action.ASK)
    decide(Action.ESCALATE, "phone_mismatch")
    decide(Action.ESCALATE, "not_me")
    decide(Action.IGNORE, "automatic")
    found = week()
    assert found.received == 4
    assert found.days[now.astimezone(MADRID).date()][Action.ESCALATE] == 2
    assert found.reasons == {"phone_mismatch": 1, "not_me": 1}
    assert found.languages == {"es": 3}
    assert found.denied == 1


def test_answers_are_timed_from_arrival(decide, engine, week, now):
    made = [decide(Action.ASK) for _ in range(3)]
    with writing(engine) as connection:
        for seconds, one in enumerate(made, 1):
            connection.execute(
                update(outbox)
                .where(outbox.c.ticket == one.ticket)
                .values(status=Status.SENT, finished_at=ARRIVED + timedelta(seconds=seconds))
            )
    assert [*week().answers.values()] == [(1.0, 2.0, 3.0)]
    assert week().answer_quantile(50) == 2.0


def test_steps_of_people_are_counted_and_the_bots_are_not(decide, desk, tickets, week, now, engine):
    ticket = decide(Action.ESCALATE, "phone_mismatch").ticket
    before = week().human_steps
    from bot.store.events import ledger

    with writing(engine) as connection, ledger(connection, SCHOOL) as log:
        log.note("approved", at=now, ticket=ticket, actor="marta")
        log.note("closed", at=now, ticket=ticket, actor=BOT)
    assert (before, week().human_steps) == (0, 1)


def test_health_of_a_school_at_rest_and_at_work(decide, intake, engine, now):
    empty = health(engine, SCHOOL, now=now)
    assert (empty.mails_waiting, empty.queue, empty.effects_due, empty.owned, empty.read_s) == (
        0,
        0,
        0,
        False,
        None,
    )
    decide(Action.ESCALATE, "phone_mismatch")
    arrive(intake, [raw()])
    found = health(engine, SCHOOL, now=now + timedelta(minutes=5))
    assert (found.mails_waiting, found.queue, found.effects_due) == (1, 1, 1)
    assert found.oldest_mail_s == 360  # it arrived a minute before `now`
    assert found.oldest_case_s == found.oldest_effect_s == 300
    assert found.owned
    assert found.read_s is not None  # who brings mails has looked


def test_metrics_tell_each_school_and_no_names(decide, engine, now):
    decide(Action.ASK)
    text = metrics(engine, [SCHOOL, "otra"], now=now + timedelta(minutes=1)).decode()
    assert 'incidencias_decisions_24h{action="ask",school="loma"} 1.0' in text
    assert 'incidencias_effects_due{school="loma"} 1.0' in text
    assert 'incidencias_mails_waiting{school="otra"} 0.0' in text
    assert "@" not in text


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)], ids=["spring", "autumn"]
)
def test_the_days_on_which_the_clock_is_changed_are_days_like_others(engine, desk, intake, day, hours):
    """Each hour of the day, and the ones beside it, is counted once and on its own day."""
    midnight = datetime.combine(day, time(), MADRID).astimezone(UTC)
    for hour in (-1, *range(hours), hours):
        at = midnight + timedelta(hours=hour, minutes=30)
        desk.record([outcome(claimed(intake, desk, at), Action.IGNORE)], now=at)
    found = figures(
        engine, SCHOOL, since=midnight - timedelta(days=1), until=midnight + timedelta(days=2), zone=MADRID
    ).days
    counts = [found[day + timedelta(days=n)][Action.IGNORE] for n in (-1, 0, 1)]
    assert counts == [1, hours, 1]
