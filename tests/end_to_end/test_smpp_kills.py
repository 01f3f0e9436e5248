"""Killed while an SMS goes out over SMPP: never a second one, and a person knows."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model.ticket import TicketState
from tests.end_to_end.dying import Death, worker_round
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import MailServer
from tests.servers.parents import Parent
from tests.servers.smsc import running_smsc


@pytest.mark.parametrize(("moment", "gone_out"), [("before", 0), ("after", 1)])
def test_killed_at_the_sms(
    moment: str,
    gone_out: int,
    install: Callable[..., Installation],
    mailserver: MailServer,
    parent: Parent,
    tmp_path: Path,
) -> None:
    with running_smsc(tmp_path) as smsc:
        sms = {"kind": "smpp", "host": "127.0.0.1", "port": smsc.port, "security": "none"}
        sms |= {"system_id": "ies", "password": "secreto", "sender": "IES"}
        installation = install(sms=sms)
        mailserver.deliver(parent.lost_password(), sender=parent.address)
        settings = installation.directory / "incidencias.toml"
        assert worker_round(settings, Death("smpp", moment)) == -signal.SIGKILL, installation.log()
        for _ in range(2):
            installation.let_time_pass()
            assert worker_round(settings) == 0, installation.log()
        assert len(smsc.events("taken")) == gone_out
    with installation.house() as house:
        (case,) = house.tickets.list_tickets(SCHOOL)
        assert case.state is TicketState.OPEN
        assert "pregunte a la familia antes de repetirlo" in case.problem
