from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.model.decision import Action
from bot.model.mail import Address
from bot.model.ticket import EffectKind, TicketState
from bot.ports.store import Outcome
from bot.store.cases.tickets import SqlTickets
from bot.store.effects.locked import Conflict
from bot.store.effects.outbox import SqlOutbox
from bot.store.events import events, verify
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.schools import pause, resume
from bot.store.tables import schema
from bot.store.tables.schema import Status
from tests.store.making import (
    SCHOOL,
    arrive,
    at_once,
    call_off,
    claimed,
    effect,
    message,
    outcome,
    raw,
    reply,
    step,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def planned(intake: SqlIntake, desk: SqlDesk, now: datetime) -> Outcome:
    """New credentials are planned: password, then SMS, then the answer."""
    done = outcome(claimed(intake, desk, now), Action.REGENERATE)
    desk.record([done], now=now)
    return done


def statuses(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(schema.outbox.c.status).order_by(schema.outbox.c.id)))


def secrets(engine: Engine) -> list[str | None]:
    with engine.connect() as connection:
        return list(connection.scalars(select(schema.outbox.c.secret).order_by(schema.outbox.c.id)))


def test_steps_are_done_in_order_and_hand_on_what_they_found(
    outbox: SqlOutbox, tickets: SqlTickets, planned: Outcome, now: datetime
) -> None:
    seen = []
    for result in ({"username": "aper123"}, {"sms": "1", "username": "aper123"}, {}):
        (item,) = outbox.claim_due(SCHOOL, 9, now=now)
        assert outbox.claim_due(SCHOOL, 9, now=now) == []
        assert tickets.get(SCHOOL, planned.ticket).ticket.state is TicketState.WORKING
        seen.append((item.effect, dict(item.results), item.attempts, item.found_sending))
        outbox.delivered([(item, result)], now=now)
    assert seen == [
        (planned.plan.effects[0], {}, 0, False),
        (planned.plan.effects[1], {"username": "aper123"}, 0, False),
        (planned.plan.effects[2], {"username": "aper123", "sms": "1"}, 0, False),
    ]
    assert outbox.claim_due(SCHOOL, 9, now=now) == []
    assert tickets.get(SCHOOL, planned.ticket).ticket.state is TicketState.SOLVED


def test_effects_of_one_step_are_due_together(
    intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, effects=(reply(mail), effect(EffectKind.NOTICE, "n")), settles=TicketState.SOLVED)
    desk.record([done], now=now)
    items = outbox.claim_due(SCHOOL, 9, now=now)
    assert [i.effect.kind for i in items] == [EffectKind.REPLY, EffectKind.NOTICE]
    outbox.delivered([(i, {}) for i in items], now=now)
    assert tickets.get(SCHOOL, done.ticket).ticket.state is TicketState.SOLVED


def test_it_is_sending_before_it_is_sent(engine: Engine, outbox: SqlOutbox, planned: Outcome, now) -> None:
    outbox.claim_due(SCHOOL, 9, now=now)
    assert statuses(engine) == [Status.SENDING, Status.PLANNED, Status.PLANNED]


def test_secrets_are_encrypted_at_rest_and_wiped_when_delivered(
    engine: Engine, outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    stored = secrets(engine)
    assert stored[0]
    assert stored[0] != stored[1]
    assert not any("Temporal" in (s or "") for s in stored)
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    assert item.effect.secret == "Temporal.1"
    outbox.delivered([(item, {})], now=now)
    assert secrets(engine) == [None, stored[1], None]


def test_a_deed_left_half_done_is_found_so(
    engine: Engine, outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    outbox.claim_due(SCHOOL, 9, now=now)  # and the process dies
    assert outbox.claim_due(SCHOOL, 9, now=now + 4 * MINUTE) == []
    (item,) = outbox.claim_due(SCHOOL, 9, now=now + 5 * MINUTE)
    assert (item.effect, item.found_sending, item.attempts) == (planned.plan.effects[0], True, 1)


def test_after_a_restart_half_done_deeds_are_found_at_once(
    outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    outbox.claim_due(SCHOOL, 9, now=now)
    assert outbox.recover("other-school") == 0
    assert outbox.recover(SCHOOL) == 1
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    assert item.found_sending


def test_a_work_item_in_the_middle_of_a_plan_waits_for_its_turn(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, effects=(reply(mail), effect(EffectKind.WORK_ITEM, "work", 1)))
    desk.record([done], now=now)
    assert tickets.work_items(SCHOOL) == []
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.delivered([(item, {})], now=now)
    assert [w.key for w in tickets.work_items(SCHOOL)] == ["work"]
    assert outbox.claim_due(SCHOOL, 9, now=now) == []


def test_a_second_report_changes_nothing(
    engine: Engine, outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    (slow,) = outbox.claim_due(SCHOOL, 9, now=now)
    (quick,) = outbox.claim_due(SCHOOL, 9, now=now + 5 * MINUTE)
    outbox.delivered([(quick, {"username": "a"})], now=now)
    outbox.delivered([(slow, {"username": "b"})], now=now)
    outbox.failed(slow, sentence="No se pudo.", detail="", now=now)
    outbox.postponed(slow, error="luego", retry_at=now)
    assert statuses(engine) == [Status.SENT, Status.PENDING, Status.PLANNED]
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    assert item.results == {"username": "a"}
    assert [e.kind for e in events(engine, SCHOOL)] == ["decided", "effect_sent"]


def test_a_postponed_deed_waits_for_its_time(outbox: SqlOutbox, planned: Outcome, now: datetime) -> None:
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.postponed(item, error="El servidor no contesta.", retry_at=now + MINUTE)
    assert outbox.claim_due(SCHOOL, 9, now=now) == []
    (again,) = outbox.claim_due(SCHOOL, 9, now=now + MINUTE)
    assert (again.effect, again.attempts, again.found_sending) == (item.effect, 1, False)


def test_what_was_planned_by_a_clock_that_ran_ahead_need_not_wait_for_it(
    outbox: SqlOutbox, desk: SqlDesk, intake: SqlIntake, now: datetime
) -> None:
    """But a password is never taken back before its time."""
    ahead = now + timedelta(days=1)
    plan = (
        effect(EffectKind.SET_PASSWORD, "password", secret="Temporal.1", account={"guardian": "A"}),
        effect(EffectKind.SMS, "sms", 1, secret="Temporal.1"),
    )
    desk.record([outcome(claimed(intake, desk, ahead), Action.REGENERATE, effects=plan)], now=ahead)
    (password,) = outbox.claim_due(SCHOOL, 10, now=now)
    end = (ahead + timedelta(hours=48)).isoformat()
    outbox.delivered([(password, {"username": "ana", "valid_until": end})], now=ahead)
    assert [item.effect.kind for item in outbox.claim_due(SCHOOL, 10, now=now)] == [EffectKind.SMS]


def test_a_deed_that_fails_for_good_stops_its_plan_and_calls_a_person(
    engine: Engine, outbox: SqlOutbox, tickets: SqlTickets, planned: Outcome, now: datetime
) -> None:
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.delivered([(item, {})], now=now)
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.failed(item, sentence="La pasarela no admite el número.", detail="SMPP 0x0B", now=now)
    assert statuses(engine) == [Status.SENT, Status.FAILED, Status.CANCELLED]
    assert secrets(engine) == [None, None, None]
    (row,) = tickets.queue(SCHOOL)
    assert (row.number, row.problem) == (planned.ticket, "La pasarela no admite el número.")
    assert outbox.claim_due(SCHOOL, 9, now=now + timedelta(hours=47)) == []
    assert tickets.get(SCHOOL, planned.ticket).effects[1].last_error == "SMPP 0x0B"

    step(tickets, row.number, "assigned", now=now, by="eva", owner="eva")
    assert tickets.get(SCHOOL, row.number).ticket.problem == row.problem
    step(tickets, row.number, "closed", now=now, by="eva", state=TicketState.CLOSED)
    assert tickets.get(SCHOOL, row.number).ticket.problem is None


def test_what_stands_beside_a_failed_deed_is_still_done_but_does_not_settle(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, effects=(effect(EffectKind.NOTICE, "n"), reply(mail)), settles=TicketState.SOLVED)
    desk.record([done], now=now)
    notice, answer = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.failed(notice, sentence="Dirección desconocida.", detail="550", now=now)
    outbox.delivered([(answer, {})], now=now)
    assert statuses(engine) == [Status.FAILED, Status.SENT]
    assert tickets.get(SCHOOL, done.ticket).ticket.state is TicketState.OPEN


def test_an_older_plan_does_not_settle_what_a_newer_mail_reopened(
    intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, tickets: SqlTickets, planned: Outcome, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    reopened = outcome(mail, ticket=planned.ticket, token=planned.token, joins=True, effects=())
    desk.record([reopened], now=now)
    while items := outbox.claim_due(SCHOOL, 9, now=now):
        outbox.delivered([(i, {}) for i in items], now=now)
    assert tickets.get(SCHOOL, planned.ticket).ticket.state is TicketState.OPEN


def test_an_effect_planned_twice_is_done_once(
    engine: Engine, tickets: SqlTickets, planned: Outcome, now: datetime
) -> None:
    step(tickets, planned.ticket, "approved", now=now, effects=planned.plan.effects)
    assert len(statuses(engine)) == 3


def test_nothing_leaves_while_the_school_is_paused(
    engine: Engine, outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    pause(engine, SCHOOL, by="marta", now=now)
    assert outbox.claim_due(SCHOOL, 9, now=now) == []
    resume(engine, SCHOOL, by="marta", now=now)
    assert len(outbox.claim_due(SCHOOL, 9, now=now)) == 1


def test_a_plan_can_be_called_off_but_not_what_is_under_way(
    engine: Engine, outbox: SqlOutbox, planned: Outcome, now: datetime
) -> None:
    outbox.claim_due(SCHOOL, 9, now=now)
    assert call_off(engine, f"mail/{planned.mail.id}", now=now) == 2
    assert statuses(engine) == [Status.SENDING, Status.CANCELLED, Status.CANCELLED]
    assert secrets(engine)[1:] == [None, None]
    assert verify(engine, SCHOOL) == []


def test_many_deliverers_do_each_deed_once(
    intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, now: datetime
) -> None:
    arrive(intake, [raw(sender=f"p{n}@x.test") for n in range(40)])
    mails = desk.claim_mails(SCHOOL, 99, now=now)
    desk.record([outcome(m) for m in mails], now=now)
    done: list[str] = []

    def work() -> None:
        while items := outbox.claim_due(SCHOOL, 5, now=now):
            done.extend(i.effect.key for i in items)
            outbox.delivered([(i, {}) for i in items], now=now)

    at_once(*[work] * 4)
    assert len(done) == len(set(done)) == 40


def test_thinking_delivering_and_people_at_once(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, tickets: SqlTickets, now: datetime
) -> None:
    arrive(intake, [raw(sender=f"p{n}@x.test") for n in range(30)])
    thinking = threading.Event()

    def think() -> None:
        while mails := desk.claim_mails(SCHOOL, 5, now=now):
            renewals = [
                outcome(
                    m,
                    Action.REGENERATE,
                    account=f"A{m.id}",
                    message=message(sender=Address("", f"{m.id}@x.test")),
                )
                for m in mails
            ]
            desk.record(renewals, now=now)

    def deliver() -> None:
        while not thinking.is_set():
            items = outbox.claim_due(SCHOOL, 7, now=now)
            outbox.delivered([(i, {}) for i in items], now=now)

    def assign() -> None:
        while not thinking.is_set():
            for row in tickets.list_tickets(SCHOOL, limit=5):
                with contextlib.suppress(Conflict):
                    tickets.apply(
                        SCHOOL, row.number, expected_version=row.version, by="eva", event="assigned", now=now
                    )

    def think_to_the_end() -> None:
        try:
            at_once(think, think)
        finally:
            thinking.set()

    at_once(think_to_the_end, deliver, deliver, assign)
    while items := outbox.claim_due(SCHOOL, 99, now=now + timedelta(days=1)):
        outbox.delivered([(i, {}) for i in items], now=now)
    assert [t.state for t in tickets.list_tickets(SCHOOL)] == [TicketState.SOLVED] * 30
    sent = [e for e in events(engine, SCHOOL, limit=9999) if e.kind == "effect_sent"]
    assert len(sent) == 90
    assert verify(engine, SCHOOL) == []
