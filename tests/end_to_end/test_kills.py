"""Killed with SIGKILL at each step and started again: one credential, one SMS, one reply, nothing lost."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from bot.model import TicketState
from bot.store.events import events, verify
from bot.store.schema import Status, outbox
from tests.end_to_end.dying import STEPS, Death, worker_round
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import MailServer
from tests.servers.parents import Parent

#: What is told apart outside: every step done but not yet known to be, and the letter on its way.
DEATHS = [
    *(Death(step, "after") for step in STEPS),
    Death("delivered", "after", 2),  # the SMS is noted; the first was the password
    Death("delivered", "before", 3),  # the server took the letter, which is not noted
    Death("delivered", "after", 3),
    Death("smtp", "before"),
]
#: One after the other, each life goes one step further than the last.
LIVES = [
    Death(step, moment)
    for step in (
        *("fetch", "ingest", "claim_mails", "record", "claim_due", "set_password", "delivered"),
        *("sms", "delivered", "smtp", "delivered"),
    )
    for moment in ("before", "after")
]


def live(installation: Installation, deaths: Sequence[Death]) -> None:
    """A round for each death, which must come, and rounds without until nothing is left to do."""
    settings = installation.directory / "incidencias.toml"
    for death in deaths:
        ended = worker_round(settings, death)
        installation.let_time_pass()
        if ended == 0:  # it only looked for a letter, which was put off: the server may still have it
            ended = worker_round(settings, death)
            installation.let_time_pass()
        assert ended == -signal.SIGKILL, f"{death}: {installation.log()}"
    for _ in range(2):
        assert worker_round(settings) == 0, installation.log()
        installation.let_time_pass()


def assert_done_once(
    installation: Installation, server: MailServer, parent: Parent, mail: EmailMessage
) -> None:
    assert [m["Message-ID"] for m in server.mailbox(folder="Procesados")] == [mail["Message-ID"]]
    (answer,) = server.wait_for_families(1, parent.address)
    assert answer["In-Reply-To"] == mail["Message-ID"]
    (sms,) = installation.sms()
    found = re.search(r"Usuario: (\S+)\nClave: (\S+)", sms["text"])
    assert found is not None
    with installation.house() as house:
        account = house.provider(house.school(SCHOOL))
        assert account.verify(*found.groups(), now=datetime.now(UTC)) == "must_change"
        kinds = [event.kind for event in events(house.engine, SCHOOL)]
        assert kinds.count("decided") == 1
        assert kinds.count("settled") == 1
        assert verify(house.engine, SCHOOL) == []
        (case,) = house.tickets.list_tickets(SCHOOL)
        assert case.state is TicketState.SOLVED
        with house.engine.connect() as connection:
            begun = select(outbox.c.status).where(outbox.c.not_before <= datetime.now(UTC))
            assert set(connection.scalars(begun)) == {Status.SENT}


@pytest.mark.parametrize("death", DEATHS, ids=str)
def test_killed_once(
    death: Death, install: Callable[..., Installation], mailserver: MailServer, parent: Parent
) -> None:
    installation, mail = install(), parent.lost_password()
    mailserver.deliver(mail, sender=parent.address)
    live(installation, [death])
    assert_done_once(installation, mailserver, parent, mail)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_killed_again_and_again(
    store: str, install: Callable[..., Installation], mailserver: MailServer, parent: Parent
) -> None:
    installation, mail = install(store), parent.lost_password()
    mailserver.deliver(mail, sender=parent.address)
    live(installation, LIVES)
    assert_done_once(installation, mailserver, parent, mail)
