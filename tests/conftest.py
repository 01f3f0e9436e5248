"""Servers that tests share; each is started once, when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.mailserver import MailServer, private_mailserver


@pytest.fixture(scope="session")
def running_mailserver() -> Iterator[MailServer]:
    with private_mailserver() as server:
        yield server


@pytest.fixture
def mailserver(running_mailserver: MailServer) -> MailServer:
    """Real Dovecot and Postfix on loopback, without a mail."""
    running_mailserver.empty()
    return running_mailserver
