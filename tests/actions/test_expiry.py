"""A temporary password that nobody changed ends after 48 hours at the provider too, without anybody asking."""

from datetime import timedelta

import pytest

from bot.model.ticket import TicketState
from tests.actions.test_deliver import renew, state
from tests.store.making import step


@pytest.fixture
def renewal(office):
    """A password is set and told; returns the ticket's number."""
    number = renew(office)
    office.deliver()
    return number


def the_code(office):
    return office.phone.texts[-1][1].split()


def test_after_48_hours_it_is_revoked_once(office, renewal):
    username, password = the_code(office)
    office.clock.pass_by(timedelta(hours=47, minutes=59))
    office.deliver()
    assert office.provider.verify(username, password, now=office.clock()) == "must_change"
    office.clock.pass_by(timedelta(minutes=12))
    assert office.deliver() == 1
    assert office.book.of_username(username).password_hash == ""
    office.clock.pass_by(timedelta(minutes=12))
    assert office.deliver() == 0
    assert state(office, renewal).state is TicketState.SOLVED


def test_what_its_owner_has_chosen_stays(office, renewal):
    username, password = the_code(office)
    assert office.provider.change_password(username, password, "la-mia-de-casa-7", now=office.clock())
    office.clock.pass_by(timedelta(hours=49))
    office.deliver()
    assert office.provider.verify(username, "la-mia-de-casa-7", now=office.clock()) == "ok"


def test_a_newer_password_is_left_to_its_own_end(office, renewal):
    office.clock.pass_by(timedelta(hours=40))
    renew(office, ticket="P4WN8R", uid=2)
    office.deliver()
    office.clock.pass_by(timedelta(hours=9))
    assert office.deliver() == 0
    username, password = the_code(office)
    assert office.provider.verify(username, password, now=office.clock()) == "must_change"


def test_what_a_person_decides_meanwhile_does_not_keep_it_alive(office, renewal):
    username, password = the_code(office)
    step(office.tickets, renewal, "closed", now=office.clock(), state=TicketState.CLOSED, call_off=True)
    office.clock.pass_by(timedelta(hours=49))
    office.deliver()
    assert office.provider.verify(username, password, now=office.clock()) == "expired"
