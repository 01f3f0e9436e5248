"""A mail comes in, and its writer signs in to the school's directory with the code from the SMS."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.ticket import EffectKind, TicketState
from bot.store.engine import reading
from bot.store.tables.schema import outbox
from tests.end_to_end.dying import Death, worker_round
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import MailServer
from tests.servers.parents import Parent
from tests.servers.people import OLD_PASSWORD, Person
from tests.servers.slapd import Slapd


@pytest.fixture
def person(parent: Parent) -> Person:
    """The account of the family that writes."""
    name = parent.guardian.name
    assert parent.guardian.dni is not None
    return Person(number=parent.guardian.dni, given=name.given, surnames=name.surnames)


def the_code(installation: Installation) -> tuple[str, str]:
    """User name and password of the only SMS."""
    (sms,) = installation.sms()
    found = re.search(r"Usuario: (\S+)\nClave: (\S+)", sms["text"])
    assert found is not None
    return found[1], found[2]


def round_of(installation: Installation, death: Death | None = None) -> int | None:
    ended = worker_round(installation.directory / "incidencias.toml", death)
    installation.let_time_pass()
    return ended


def reason_of(installation: Installation) -> tuple[TicketState, str | None, str | None]:
    with installation.house() as house:
        (case,) = house.tickets.list_tickets(SCHOOL)
    return case.state, case.reason, case.problem


@pytest.mark.parametrize("system", ["slapd", "samba", "google", "microsoft", "moodle"])
def test_the_code_from_the_sms_opens_the_account(
    system: str,
    request: pytest.FixtureRequest,
    install: Callable[..., Installation],
    mailserver: MailServer,
    parent: Parent,
    person: Person,
) -> None:
    server: Any = request.getfixturevalue(system)
    server.add(person)
    installation = install(credentials=server.options)
    mailserver.deliver(parent.lost_password(), sender=parent.address)
    assert round_of(installation) == 0, installation.log()
    username, password = the_code(installation)
    assert server.sign_in(username, password) == "must_change"
    assert server.sign_in(username, OLD_PASSWORD) == "wrong"
    assert reason_of(installation)[0] is TicketState.SOLVED
    (answer,) = mailserver.wait_for_families(1, parent.address)
    assert password not in answer.as_string()


@pytest.mark.parametrize(
    "death",
    [
        Death("set_password", "before"),
        Death("set_password", "after"),
        Death("delivered", "before"),
        Death("delivered", "after"),
        Death("sms", "before"),
    ],
    ids=str,
)
def test_killed_between_password_and_sms_there_is_one_of_each(
    death: Death,
    google: Any,
    install: Callable[..., Installation],
    mailserver: MailServer,
    parent: Parent,
    person: Person,
) -> None:
    google.add(person)
    installation = install(credentials=google.options)
    mailserver.deliver(parent.lost_password(), sender=parent.address)
    assert round_of(installation, death) != 0
    assert round_of(installation) == 0, installation.log()
    assert round_of(installation) == 0, installation.log()
    username, password = the_code(installation)
    assert set(google.at_page(username).set) == {password}


def test_a_family_without_an_account_is_a_persons_work(
    slapd: Any, install: Callable[..., Installation], mailserver: MailServer, parent: Parent
) -> None:
    installation = install(credentials=slapd.options)
    mailserver.deliver(parent.lost_password(), sender=parent.address)
    round_of(installation)
    state, reason, problem = reason_of(installation)
    assert (state, reason) == (TicketState.OPEN, "no_account")
    assert problem is not None
    assert "incidencias link" in problem
    assert installation.sms() == []


def test_a_directory_that_is_down_gets_the_same_password_when_it_is_back(
    install: Callable[..., Installation], mailserver: MailServer, parent: Parent, person: Person
) -> None:
    with Slapd.start([person]) as server:
        installation = install(credentials=server.options)
        mailserver.deliver(parent.lost_password(), sender=parent.address)
        server.stop()
        round_of(installation)
        with installation.house() as house, reading(house.engine) as connection:
            sealed = connection.scalars(
                select(outbox.c.secret).where(outbox.c.kind == EffectKind.SET_PASSWORD)
            ).one()
            planned = house.box.open(sealed)
        assert installation.sms() == []
        with server.running():
            round_of(installation)
            username, password = the_code(installation)
            assert password == planned
            assert server.sign_in(username, password) == "must_change"
