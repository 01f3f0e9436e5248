from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import InputError
from bot.model.decision import Action
from bot.model.ticket import EffectKind, TicketState
from bot.ports.store import Outcome
from bot.store.cases.tickets import SqlTickets
from bot.store.effects.locked import Conflict
from bot.store.effects.outbox import SqlOutbox
from bot.store.events import events
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from tests.store.making import SCHOOL, at_once, claimed, effect, outcome, reply, step, version

HOUR = timedelta(hours=1)


@pytest.fixture
def escalated(intake: SqlIntake, desk: SqlDesk, now: datetime) -> Outcome:
    """A case in the queue, without an answer under way."""
    done = outcome(claimed(intake, desk, now), effects=(), deadline=now + HOUR)
    desk.record([done], now=now)
    return done


@pytest.fixture
def work_item(intake: SqlIntake, desk: SqlDesk, now: datetime) -> Outcome:
    """A verified case for Séneca: a person sets the password there, then the answer goes out."""
    mail = claimed(intake, desk, now)
    effects = (effect(EffectKind.WORK_ITEM, "work", 0, phone="+34600000001"), reply(mail, step=1))
    done = outcome(mail, Action.REGENERATE, effects=effects, deadline=now + 2 * HOUR)
    desk.record([done], now=now)
    return done


def test_the_queue_holds_what_waits_for_a_person_most_urgent_first(
    intake: SqlIntake,
    desk: SqlDesk,
    tickets: SqlTickets,
    escalated: Outcome,
    work_item: Outcome,
    now: datetime,
) -> None:
    others = [Action.ASK, Action.CLOSE, Action.IGNORE]
    for action in others:
        desk.record([outcome(claimed(intake, desk, now), action)], now=now)
    queue = tickets.queue(SCHOOL)
    assert [(t.number, t.work_item) for t in queue] == [(escalated.ticket, False), (work_item.ticket, True)]
    assert tickets.queue("other-school") == []
    assert len(tickets.list_tickets(SCHOOL)) == 5
    waiting = tickets.list_tickets(SCHOOL, states=[TicketState.WAITING, TicketState.CLOSED])
    assert {t.state for t in waiting} == {TicketState.WAITING, TicketState.CLOSED}
    assert tickets.list_tickets(SCHOOL, since=now + HOUR) == []


def test_a_human_step_is_done_whole(
    engine: Engine, tickets: SqlTickets, outbox: SqlOutbox, escalated: Outcome, now: datetime
) -> None:
    before = version(tickets, escalated.ticket)
    after = tickets.apply(
        SCHOOL,
        escalated.ticket,
        expected_version=before,
        by="marta",
        event="asked",
        state=TicketState.WAITING,
        effects=[effect(EffectKind.REPLY, "step/1", to="ana@familias.test")],
        owner="marta",
        deadline=None,
        reason="incomplete",
        asked=True,
        data={"missing": ["phone"]},
        now=now + HOUR,
    )
    row = tickets.get(SCHOOL, escalated.ticket).ticket
    assert (row.state, row.owner, row.deadline, row.reason) == (
        TicketState.WAITING,
        "marta",
        None,
        "incomplete",
    )
    assert (row.version, row.asked, row.updated_at) == (after, 1, now + HOUR)
    event = events(engine, SCHOOL)[-1]
    assert (event.kind, event.actor, event.data) == ("asked", "marta", {"missing": ["phone"]})
    (item,) = outbox.claim_due(SCHOOL, 9, now=now + HOUR)
    assert item.effect.key == "step/1"


def test_what_a_step_does_not_name_stays(tickets: SqlTickets, escalated: Outcome, now: datetime) -> None:
    before = tickets.get(SCHOOL, escalated.ticket).ticket
    tickets.apply(
        SCHOOL,
        escalated.ticket,
        expected_version=before.version,
        by="luis",
        event="assigned",
        owner="luis",
        now=now,
    )
    after = tickets.get(SCHOOL, escalated.ticket).ticket
    assert after.owner == "luis"
    assert (after.state, after.deadline, after.reason) == (before.state, before.deadline, before.reason)


def test_two_people_cannot_both_act(engine: Engine, tickets: SqlTickets, escalated: Outcome, now) -> None:
    seen = version(tickets, escalated.ticket)
    results: list[str] = []

    def act(name: str) -> None:
        try:
            tickets.apply(
                SCHOOL,
                escalated.ticket,
                expected_version=seen,
                by=name,
                event="approved",
                state=TicketState.WORKING,
                effects=[effect(EffectKind.SET_PASSWORD, f"step/{name}", secret="x")],
                now=now,
            )
            results.append("done")
        except Conflict:
            results.append("conflict")

    at_once(*(partial(act, name) for name in ("marta", "luis", "eva")))
    assert sorted(results) == ["conflict", "conflict", "done"]
    file = tickets.get(SCHOOL, escalated.ticket)
    assert len(file.effects) == 1
    assert [e.kind for e in file.events] == ["decided", "approved"]


def test_a_conflict_is_explained(tickets: SqlTickets, escalated: Outcome, now: datetime) -> None:
    with pytest.raises(Conflict, match="vuelva a abrirlo"):
        tickets.apply(SCHOOL, escalated.ticket, expected_version=0, by="x", event="x", now=now)
    with pytest.raises(InputError, match="No hay ningún caso 000000"):
        tickets.apply(SCHOOL, "000000", expected_version=0, by="x", event="x", now=now)
    with pytest.raises(InputError, match="No hay ningún caso"):
        tickets.get("other-school", escalated.ticket)


def test_an_approved_renewal_counts_towards_the_limits(
    desk: SqlDesk, tickets: SqlTickets, outbox: SqlOutbox, escalated: Outcome, now: datetime
) -> None:
    step(
        tickets,
        escalated.ticket,
        "approved",
        now=now,
        state=TicketState.WORKING,
        settles=TicketState.SOLVED,
        effects=[effect(EffectKind.SET_PASSWORD, "step/1/password", secret="Temporal.1")],
        account="12345678Z",
    )
    assert desk.history(SCHOOL, "12345678Z", "x", now=now).account_24h == 1
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.delivered([(item, {})], now=now)
    row = tickets.get(SCHOOL, escalated.ticket).ticket
    assert (row.state, row.account) == (TicketState.SOLVED, "12345678Z")


def test_a_step_can_call_off_what_was_planned(
    desk: SqlDesk, tickets: SqlTickets, work_item: Outcome, now: datetime
) -> None:
    step(tickets, work_item.ticket, "rejected", now=now, state=TicketState.CLOSED, call_off=True)
    assert tickets.queue(SCHOOL) == []
    assert tickets.work_items(SCHOOL) == []
    assert desk.history(SCHOOL, "12345678Z", "x", now=now).account_24h == 0


def test_a_work_item_waits_for_a_person_and_only_then_the_answer_goes_out(
    tickets: SqlTickets, outbox: SqlOutbox, work_item: Outcome, now: datetime
) -> None:
    assert outbox.claim_due(SCHOOL, 9, now=now + timedelta(days=9)) == []
    (waiting,) = tickets.work_items(SCHOOL)
    assert waiting.payload == {"phone": "+34600000001"}
    seen = version(tickets, work_item.ticket)
    after = tickets.complete_work_item(SCHOOL, work_item.ticket, expected_version=seen, by="marta", now=now)
    with pytest.raises(Conflict):  # the second click
        tickets.complete_work_item(SCHOOL, work_item.ticket, expected_version=seen, by="marta", now=now)
    with pytest.raises(InputError, match="ninguna tarea"):
        tickets.complete_work_item(SCHOOL, work_item.ticket, expected_version=after, by="marta", now=now)
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    assert item.effect.kind is EffectKind.REPLY
    outbox.delivered([(item, {})], now=now)
    assert tickets.get(SCHOOL, work_item.ticket).ticket.state is TicketState.SOLVED


def test_a_work_item_without_later_steps_settles_at_once(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, Action.REGENERATE, effects=(effect(EffectKind.WORK_ITEM, "work"),))
    desk.record([done], now=now)
    after = tickets.complete_work_item(
        SCHOOL, done.ticket, expected_version=version(tickets, done.ticket), by="marta", now=now
    )
    row = tickets.get(SCHOOL, done.ticket).ticket
    assert (row.state, row.version) == (TicketState.SOLVED, after)


def test_only_a_quarantined_mail_can_be_tried_again(
    tickets: SqlTickets, escalated: Outcome, now: datetime
) -> None:
    with pytest.raises(InputError, match="apartado"):
        tickets.retry_mail(
            SCHOOL, escalated.ticket, expected_version=version(tickets, escalated.ticket), by="x", now=now
        )
