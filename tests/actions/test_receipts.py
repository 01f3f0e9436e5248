"""What the network says of a text comes back into the ticket."""

from datetime import timedelta

import pytest

from bot.errors import TransportError
from bot.model.ticket import TicketState
from bot.ports.texts import Receipt
from bot.store.events import events
from tests.actions.test_deliver import renew
from tests.store.making import step


@pytest.fixture
def sent(office):
    """A text that went out in two parts; returns its ticket."""
    office.phone.parts = 2
    number = renew(office)
    office.deliver()
    return number


def ticket(office, number):
    return office.tickets.get("loma", number).ticket


def told(office, *receipts):
    office.phone.news += [Receipt(*receipt) for receipt in receipts]
    office.listen()


def noted(office):
    return [e.kind for e in events(office.engine, "loma") if e.kind.startswith("sms_")]


def test_it_has_arrived_when_every_part_has(office, sent):
    told(office, ("1/0", "delivered"))
    assert noted(office) == []
    told(office, ("1/1", "delivered"))
    assert noted(office) == ["sms_delivered"]
    assert (ticket(office, sent).state, ticket(office, sent).problem) == (TicketState.SOLVED, None)


def test_what_a_modem_has_sent_is_not_called_delivered(office, sent):
    told(office, ("1/0", "accepted"), ("1/1", "accepted"))
    assert noted(office) == ["sms_accepted"]


def test_one_that_cannot_be_delivered_goes_to_a_person_at_once(office, sent):
    told(office, ("1/0", "failed", "UNDELIV 001"))
    row = ticket(office, sent)
    assert (row.state, row.deadline) == (TicketState.OPEN, office.clock())
    assert "no se ha podido entregar" in row.problem
    assert [r.number for r in office.tickets.queue("loma")] == [sent]


def test_one_that_comes_twice_or_that_nobody_knows_changes_nothing(office, sent):
    told(office, ("1/0", "failed"), ("1/0", "failed"), ("1/0", "delivered"), ("9/9", "failed"))
    assert noted(office) == ["sms_failed"]


def test_no_receipt_within_the_hour_goes_to_a_person_once(office, sent):
    told(office, ("1/0", "delivered"))
    office.clock.pass_by(timedelta(minutes=59))
    office.listen()
    assert ticket(office, sent).state is TicketState.SOLVED
    office.clock.pass_by(timedelta(minutes=1))
    office.listen()
    assert ticket(office, sent).state is TicketState.OPEN
    assert "No consta que el SMS" in ticket(office, sent).problem
    office.clock.pass_by(timedelta(hours=5))
    office.listen()
    assert noted(office) == ["sms_overdue"]


def test_late_good_news_takes_it_out_of_the_queue_again(office, sent):
    office.clock.pass_by(timedelta(hours=2))
    office.listen()
    told(office, ("1/0", "delivered"), ("1/1", "delivered"))
    assert (ticket(office, sent).state, ticket(office, sent).problem) == (TicketState.SOLVED, None)
    assert noted(office) == ["sms_overdue", "sms_delivered"]


def test_late_good_news_leaves_alone_what_a_person_has_taken_up(office, sent):
    office.clock.pass_by(timedelta(hours=2))
    office.listen()
    step(office.tickets, sent, "assigned", now=office.clock(), owner="marta")
    told(office, ("1/0", "delivered"), ("1/1", "delivered"))
    assert ticket(office, sent).state is TicketState.OPEN


def test_what_is_closed_is_not_opened_again(office, sent):
    step(office.tickets, sent, "closed", now=office.clock(), state=TicketState.CLOSED)
    office.clock.pass_by(timedelta(hours=2))
    office.listen()
    assert ticket(office, sent).state is TicketState.CLOSED
    assert noted(office) == ["sms_overdue"]


def test_a_gateway_that_is_away_is_asked_again(office, sent):
    office.phone.refusals = [TransportError("caída", permanent=False)]
    told(office, ("1/0", "delivered"), ("1/1", "delivered"))
    assert noted(office) == []
    office.listen()
    assert noted(office) == ["sms_delivered"]


def test_a_gateway_that_never_tells_is_not_waited_for(office):
    number = renew(office)
    office.deliver()
    office.clock.pass_by(timedelta(days=2))
    office.listen()
    assert ticket(office, number).state is TicketState.SOLVED
