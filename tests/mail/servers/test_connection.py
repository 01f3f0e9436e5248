"""The authorities that a line trusts: read once, and again when their file changes."""

from __future__ import annotations

import shutil

import pytest

from bot.errors import TransportError
from bot.mail.servers.connection import tls_context
from bot.mail.servers.smtp_line import SmtpLine


def test_lines_share_what_they_trust_until_its_file_changes(mailserver, smtp_settings, tmp_path):
    trusted = tmp_path / "ca.pem"
    shutil.copy(mailserver.other_ca_file, trusted)
    settings = smtp_settings.model_copy(update={"ca_file": trusted})
    before = tls_context(settings)
    assert tls_context(settings) is before
    with pytest.raises(TransportError, match="no es de confianza"):
        SmtpLine(settings, our_name="ieslaloma.test")
    shutil.copy(mailserver.ca_file, trusted)
    SmtpLine(settings, our_name="ieslaloma.test").close()
    assert tls_context(settings) is not before


def test_the_authorities_of_the_system_are_read_once(smtp_settings):
    settings = smtp_settings.model_copy(update={"ca_file": None})
    assert tls_context(settings) is tls_context(settings)
