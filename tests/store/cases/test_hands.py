"""Several people over one queue: nothing of a step that has begun is taken back, nothing half done is joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import InputError
from bot.model.decision import Action
from bot.model.ticket import EffectKind, TicketState
from bot.store.cases.hands import hold, merge, take_back
from bot.store.effects.locked import Conflict
from bot.store.events import events, verify
from tests.store.making import SCHOOL, claimed, effect, outcome, renewal, step, version

UNDO = timedelta(seconds=10)


@pytest.fixture
def case(desk, intake, now):
    """Records a mail with this outcome; returns its ticket."""

    def record(action, **changes):
        made = outcome(claimed(intake, desk, now), action, **changes)
        desk.record([made], now=now)
        return made.ticket

    return record


def approve(tickets, number, effects, *, now):
    """As on the console: it can be taken back until UNDO later."""
    step(
        tickets,
        number,
        "approved",
        now=now,
        state=TicketState.WORKING,
        effects=effects,
        account="12345678Z",
        call_off=True,
        undo_until=now + UNDO,
    )


def kinds(outbox, now):
    return [item.effect.kind for item in outbox.claim_due(SCHOOL, 9, now=now)]


def test_a_step_is_taken_back_while_nothing_of_it_has_begun(engine, case, tickets, outbox, intake, desk, now):
    number = case(Action.ESCALATE, effects=())
    approve(tickets, number, renewal(claimed(intake, desk, now)), now=now)
    take_back(engine, SCHOOL, number, by="marta", now=now)
    assert tickets.get(SCHOOL, number).ticket.state is TicketState.OPEN
    assert kinds(outbox, now + UNDO) == []


def test_a_step_that_has_begun_is_not(engine, case, tickets, outbox, intake, desk, now):
    number = case(Action.ESCALATE, effects=())
    approve(tickets, number, renewal(claimed(intake, desk, now)), now=now)
    assert kinds(outbox, now + UNDO) == [EffectKind.SET_PASSWORD]  # by a machine whose clock is ahead
    with pytest.raises(Conflict, match="ya está saliendo"):
        take_back(engine, SCHOOL, number, by="marta", now=now + UNDO / 2)
    assert tickets.get(SCHOOL, number).ticket.state is TicketState.WORKING
    assert all(effect.status != "cancelled" for effect in tickets.get(SCHOOL, number).effects)


def test_work_ticked_off_waits_again_unless_its_answer_has_begun(engine, case, tickets, outbox, now):
    work = (effect(EffectKind.WORK_ITEM, "work"), effect(EffectKind.REPLY, "reply", step=1))
    number = case(Action.REGENERATE, effects=work)
    for begun in (False, True):
        tickets.complete_work_item(
            SCHOOL,
            number,
            expected_version=version(tickets, number),
            by="marta",
            now=now,
            undo_until=now + UNDO,
        )
        assert kinds(outbox, now + UNDO / 2) == []
        if begun:
            assert kinds(outbox, now + UNDO) == [EffectKind.REPLY]  # by a machine whose clock is ahead
            with pytest.raises(Conflict, match="ya está saliendo"):
                take_back(engine, SCHOOL, number, by="marta", now=now + UNDO / 2)
        else:
            take_back(engine, SCHOOL, number, by="marta", now=now + UNDO / 2)
        assert bool(tickets.work_items(SCHOOL)) is not begun
    assert verify(engine, SCHOOL) == []


def test_a_case_with_a_renewal_under_way_is_not_joined_to_another(engine, case, tickets, outbox, now):
    number, other = case(Action.REGENERATE), case(Action.ESCALATE, effects=())
    with pytest.raises(InputError, match="una clave en marcha"):
        merge(engine, SCHOOL, number, other, expected_version=version(tickets, number), by="marta", now=now)
    assert kinds(outbox, now) == [EffectKind.SET_PASSWORD]


def test_a_joined_case_keeps_the_end_of_its_password(engine, case, tickets, outbox, intake, desk, now):
    password, *later = renewal(claimed(intake, desk, now, sender="otra@familias.test"))
    password = replace(password, payload={"account": {"guardian": "12345678Z"}})
    number = case(Action.REGENERATE, effects=(password, *later))
    other = case(Action.ESCALATE, effects=())
    until = now + timedelta(hours=48)
    for _ in range(3):  # password, SMS, answer
        for item in outbox.claim_due(SCHOOL, 9, now=now):
            outbox.delivered([(item, {"username": "u", "valid_until": until.isoformat()})], now=now)
    merge(engine, SCHOOL, number, other, expected_version=version(tickets, number), by="marta", now=now)
    assert tickets.get(SCHOOL, number).ticket.state is TicketState.CLOSED
    assert kinds(outbox, until) == [EffectKind.REVOKE]
    assert verify(engine, SCHOOL) == []


def test_holding_what_does_not_exist_leaves_no_trace(engine, case, now):
    case(Action.ESCALATE)
    before = len(events(engine, SCHOOL))
    with pytest.raises(InputError, match="No hay ningún caso"):
        hold(engine, SCHOOL, "ZZZZZZ", by="marta", now=now, until=now + UNDO, take=True)
    assert len(events(engine, SCHOOL)) == before
