"""Tokens from a loopback endpoint, and what they open on real servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.errors import TransportError
from bot.mail.servers.imap import ImapMailbox
from bot.mail.servers.oauth import TokenSource
from bot.mail.servers.sign_ins import SignIns
from bot.mail.servers.smtp import SmtpSender
from bot.settings.values import ImapSettings, OAuthSettings, SmtpSettings
from tests.mail.conftest import OWN
from tests.servers.mailserver import BOT, HOST
from tests.servers.tokenserver import TokenServer


@pytest.fixture
def endpoint() -> Iterator[TokenServer]:
    with TokenServer.start(BOT) as server:
        yield server


def settings(endpoint: TokenServer, **changes: object) -> OAuthSettings:
    fields: dict[str, object] = {
        "provider": "microsoft",
        "client_id": "app",
        "client_secret": SecretStr("hush"),
        "token_url": endpoint.url,
    }
    return OAuthSettings(**(fields | changes))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_kept_until_shortly_before_it_expires(endpoint):
    clock = Clock()
    tokens = TokenSource(settings(endpoint), monotonic=clock)
    assert [tokens.token(), tokens.token()] == ["token-1", "token-1"]
    clock.now = 3600 - 121
    assert tokens.token() == "token-1"
    clock.now = 3600 - 119
    assert tokens.token() == "token-2"


def test_a_refused_token_is_not_used_again(endpoint):
    tokens = TokenSource(settings(endpoint))
    assert tokens.token() == "token-1"
    tokens.forget()
    assert tokens.token() == "token-2"


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        pytest.param(
            {},
            {"grant_type": "client_credentials", "scope": "https://outlook.office365.com/.default"},
            id="microsoft-application",
        ),
        pytest.param(
            {"refresh_token": SecretStr("r")},
            {
                "grant_type": "refresh_token",
                "refresh_token": "r",
                "scope": "https://outlook.office.com/IMAP.AccessAsUser.All "
                "https://outlook.office.com/SMTP.Send offline_access",
            },
            id="microsoft-refresh",
        ),
        pytest.param(
            {"provider": "google", "refresh_token": SecretStr("r")},
            {"grant_type": "refresh_token", "refresh_token": "r"},
            id="google-refresh",
        ),
    ],
)
def test_what_is_asked_for(endpoint, changes, form):
    TokenSource(settings(endpoint, **changes)).token()
    assert endpoint.requests == [{"client_id": "app", "client_secret": "hush", **form}]


def test_secrets_are_read_from_files_and_a_rotated_refresh_token_is_kept(endpoint, tmp_path):
    secret, refresh = tmp_path / "secret", tmp_path / "refresh"
    secret.write_text("from-file\n")
    refresh.write_text("first\n")
    endpoint.rotate = True
    files = {"client_secret": None, "client_secret_file": secret, "refresh_token_file": refresh}
    tokens = TokenSource(settings(endpoint, **files))
    tokens.token()
    assert refresh.read_text() == "refresh-1\n"
    assert refresh.stat().st_mode & 0o077 == 0
    tokens.forget()
    tokens.token()
    assert [r["refresh_token"] for r in endpoint.requests] == ["first", "refresh-1"]
    assert endpoint.requests[0]["client_secret"] == "from-file"


def test_where_the_file_cannot_be_written_the_newer_token_counts_until_somebody_gives_another(
    endpoint, tmp_path
):
    refresh = tmp_path / "refresh"
    refresh.write_text("first\n")
    refresh.with_name("refresh.new").mkdir()  # nothing can be put in its place
    endpoint.rotate = True
    tokens = TokenSource(settings(endpoint, refresh_token_file=refresh))
    for given in (None, None, "authorised again\n"):
        if given:
            refresh.write_text(given)
        tokens.token()
        tokens.forget()
    asked = [request["refresh_token"] for request in endpoint.requests]
    assert asked == ["first", "refresh-1", "authorised again"]


@pytest.mark.parametrize(
    ("status", "answer", "sentence", "permanent"),
    [
        (400, {"error": "invalid_grant"}, "ha caducado o se ha retirado", True),
        (401, {"error": "invalid_client", "error_description": "hush"}, "client_secret", True),
        (400, {"error": "unauthorized_client"}, "no tiene permiso", True),
        (400, {"error": "something_new"}, "no concede el permiso", True),
        (404, b"<html>", "no concede el permiso", True),
        (503, b"", "está ocupado", False),
        (429, {"error": "slow_down"}, "está ocupado", False),
        (200, b"<html>hush</html>", "que no se entiende", True),
        (200, {"token_type": "Bearer"}, "que no se entiende", True),
    ],
)
def test_refusals_are_plain_and_hold_no_secret(endpoint, status, answer, sentence, permanent):
    endpoint.answers.append((status, answer))
    tokens = TokenSource(settings(endpoint))
    with pytest.raises(TransportError) as caught:
        tokens.token()
    assert sentence in str(caught.value)
    assert caught.value.permanent is permanent
    assert "hush" not in str(caught.value) + caught.value.detail
    assert tokens.token() == "token-2"  # the next try works


def test_an_endpoint_that_is_away_is_transient(endpoint):
    with pytest.raises(TransportError) as caught:
        TokenSource(settings(endpoint, token_url="http://127.0.0.1:9/token")).token()
    assert not caught.value.permanent


def test_google_without_refresh_token_says_what_is_missing(endpoint):
    with pytest.raises(TransportError, match="falta refresh_token"):
        TokenSource(settings(endpoint, provider="google")).token()


def test_one_application_token_opens_imap_and_smtp(mailserver):
    with TokenServer.start(BOT, mailserver.oauth) as endpoint:
        oauth = settings(endpoint)
        sign_ins = SignIns()
        common = {"host": HOST, "username": BOT, "oauth": oauth, "ca_file": mailserver.ca_file}
        imap = ImapSettings(**common, port=mailserver.imaps)
        mailbox = ImapMailbox.connect(imap, school="loma", own=OWN, sign_ins=sign_ins)
        assert mailbox.fetch_new(frozenset(), 1) == []
        mailbox.close()
        smtp = SmtpSettings(**common, port=mailserver.submission, security="starttls")
        assert "listo para enviar" in SmtpSender(smtp, address=BOT, sign_ins=sign_ins).check()
        assert len(endpoint.requests) == 1

        endpoint.good.clear()  # withdrawn before it expired
        with pytest.raises(TransportError, match="no acepta el permiso OAuth"):
            ImapMailbox.connect(imap, school="loma", own=OWN, sign_ins=sign_ins)
        ImapMailbox.connect(imap, school="loma", own=OWN, sign_ins=sign_ins).close()  # with a fresh token
        endpoint.good.clear()
        with pytest.raises(TransportError, match="no acepta el permiso OAuth"):
            SmtpSender(smtp, address=BOT, sign_ins=sign_ins).check()
        assert SmtpSender(smtp, address=BOT, sign_ins=sign_ins).check()
