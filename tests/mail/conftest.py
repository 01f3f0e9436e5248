"""What the tests of the mail adapters share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from bot.mail.own import OwnMail
from bot.mail.servers.imap import ImapMailbox
from bot.settings.values import ImapSettings, SmtpSettings
from tests.servers.mailserver import BOT, HOST, PASSWORD, MailServer
from tests.servers.waiting import PATIENCE_S

OWN = OwnMail(address=BOT, marker="loma-marker")
SIGN_IN = {
    "host": HOST,
    "username": BOT,
    "password": SecretStr(PASSWORD),
    "timeout_s": PATIENCE_S,
}


@pytest.fixture
def imap_settings(mailserver: MailServer) -> ImapSettings:
    return ImapSettings(**SIGN_IN, port=mailserver.imaps, ca_file=mailserver.ca_file)


@pytest.fixture
def smtp_settings(mailserver: MailServer) -> SmtpSettings:
    return SmtpSettings(**SIGN_IN, port=mailserver.smtps, ca_file=mailserver.ca_file)


@pytest.fixture
def connect() -> Iterator[Callable[[ImapSettings], ImapMailbox]]:
    """Opens mailboxes and closes them after the test."""
    opened: list[ImapMailbox] = []

    def open_one(settings: ImapSettings) -> ImapMailbox:
        opened.append(ImapMailbox.connect(settings, school="loma", own=OWN))
        return opened[-1]

    yield open_one
    for mailbox in opened:
        mailbox.close()
