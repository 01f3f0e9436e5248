"""A temporary password that nobody changes ends after 48 hours at the provider too, without anybody asking."""

from datetime import timedelta

from bot.model.ticket import TicketState
from tests.actions.test_deliver import renew, state


def the_code(office):
    return office.phone.texts[-1][1].split()


def stored_hash(office, username):
    return office.provider._book.of_username(username).password_hash


def test_after_48_hours_it_is_revoked_once(office):
    number = renew(office)
    office.deliver()
    username, _ = the_code(office)
    before = stored_hash(office, username)
    office.clock.pass_by(timedelta(hours=47, minutes=59))
    office.deliver()
    assert stored_hash(office, username) == before
    office.clock.pass_by(timedelta(minutes=12))
    assert office.deliver() == 1
    assert stored_hash(office, username) != before
    office.clock.pass_by(timedelta(minutes=12))
    assert office.deliver() == 0
    assert state(office, number).state is TicketState.SOLVED


def test_what_its_owner_has_chosen_stays(office):
    renew(office)
    office.deliver()
    username, password = the_code(office)
    assert office.provider.change_password(username, password, "la-mia-de-casa-7", now=office.clock())
    office.clock.pass_by(timedelta(hours=49))
    office.deliver()
    assert office.provider.verify(username, "la-mia-de-casa-7", now=office.clock()) == "ok"


def test_a_newer_password_is_left_to_its_own_end(office):
    renew(office)
    office.deliver()
    office.clock.pass_by(timedelta(hours=40))
    renew(office, ticket="P4WN8R", uid=2)
    office.deliver()
    office.clock.pass_by(timedelta(hours=9))
    assert office.deliver() == 0
    username, password = the_code(office)
    assert office.provider.verify(username, password, now=office.clock()) == "must_change"
