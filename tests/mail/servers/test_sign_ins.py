"""A refused password is tried again after a pause that grows, a changed one at once; tokens are shared."""

from __future__ import annotations

import pytest

from bot.errors import TransportError
from bot.mail.servers.faults import sign_in_fault
from bot.mail.servers.sign_ins import SignIns
from bot.settings.values import ImapSettings, OAuthSettings, SmtpSettings


class Server:
    """Lets in who has this password; counts the tries."""

    def __init__(self, tmp_path) -> None:
        self.file = tmp_path / "password"
        self.file.write_text("old")
        self.settings = ImapSettings(host="imap.ies.es", username="tde@ies.es", password_file=self.file)
        self.password, self.tries, self.now = "old", 0, 0.0
        self.sign_ins = SignIns(lambda: self.now)

    def sign_in(self, no: str = "[AUTHENTICATIONFAILED]", *, password: str | None = None) -> str:
        try:
            with self.sign_ins.minded(self.settings):
                self.tries += 1
                if self.file.read_text() != (password or self.password):
                    raise sign_in_fault(no, self.settings)
        except TransportError as error:
            return str(error)
        return "in"

    def asked_for_an_hour(self) -> list[int]:
        """At which minutes there was a try, when we ask every ten seconds."""
        tried = []
        for second in range(0, 3600, 10):
            before, self.now = self.tries, float(second)
            self.sign_in()
            tried += [second // 60] * (self.tries - before)
        return tried


@pytest.fixture
def server(tmp_path) -> Server:
    return Server(tmp_path)


def test_while_the_password_is_wrong_there_are_few_tries_and_always_the_same_words(server):
    server.password = "new"
    assert server.asked_for_an_hour() == [0, 1, 11, 26, 41, 56]
    assert server.sign_in() == "imap.ies.es rechaza el usuario o la contraseña de tde@ies.es."


def test_a_changed_password_is_tried_at_once(server):
    server.password = "new"
    server.sign_in()
    assert server.sign_in() != "in"
    server.file.write_text("new")
    assert (server.sign_in(), server.tries) == ("in", 2)


def test_a_password_put_right_on_the_server_is_found_by_itself_and_the_past_forgotten(server):
    server.password = "new"
    server.asked_for_an_hour()
    server.password = "old"
    server.now += 900
    assert server.sign_in() == "in"
    server.password = "new"
    server.sign_in()
    server.now += 60
    server.password = "old"
    assert server.sign_in() == "in"


def test_only_a_refusal_of_the_password_is_minded(server):
    later = "imap.ies.es no puede atender la entrada de tde@ies.es ahora mismo; se volverá a intentar."
    assert server.sign_in("[UNAVAILABLE] busy", password="new") == later
    assert server.sign_in() == "in"


def test_imap_and_smtp_of_one_application_share_its_tokens():
    oauth = OAuthSettings(provider="microsoft", client_id="app", client_secret="hush", tenant="ies")
    imap = ImapSettings(host="imap.ies.es", username="tde@ies.es", oauth=oauth)
    smtp = SmtpSettings(host="smtp.ies.es", username="tde@ies.es", oauth=oauth.model_copy())
    sign_ins = SignIns()
    assert sign_ins.tokens(imap) is sign_ins.tokens(smtp) is not None
    other = smtp.model_copy(update={"oauth": oauth.model_copy(update={"client_id": "another"})})
    assert sign_ins.tokens(other) is not sign_ins.tokens(imap)
    assert sign_ins.tokens(ImapSettings(host="imap.ies.es")) is None
