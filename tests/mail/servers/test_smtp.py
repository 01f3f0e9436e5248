"""Our answers on their way out, against a real Postfix."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.mail.servers.imap import ImapMailbox
from bot.mail.servers.sent_folder import SentFolder
from bot.mail.servers.smtp import SmtpSender
from bot.ports.mail import OutgoingMail
from bot.ports.store import StaleLease
from tests.mail.conftest import OWN
from tests.servers.cutter import cut_line
from tests.servers.mailserver import BOT, MailServer


def answer(number: int, recipient: str = "madre@familias.test") -> OutgoingMail:
    message_id = f"<answer-{number}@ieslaloma.test>"
    head = f"From: {BOT}\r\nTo: {recipient}\r\nMessage-ID: {message_id}\r\nSubject: answer {number}\r\n"
    content = f"{head}{OWN.HEADER}: {OWN.marker}\r\n\r\n.a line that begins with a dot\r\n".encode()
    return OutgoingMail(message_id=message_id, sender=BOT, recipient=recipient, content=content)


@pytest.fixture
def sender(smtp_settings, imap_settings) -> SmtpSender:
    return SmtpSender(smtp_settings, address=BOT, sent=SentFolder(imap_settings))


def connections(server: MailServer) -> int:
    log = (server.directory / "log" / "postfix.log").read_text()
    return log.count("smtpd[") and sum(": connect from" in line for line in log.splitlines())


def test_a_batch_goes_over_one_connection_with_a_copy_for_our_own_sent_folder(
    mailserver, sender, imap_settings
):
    before = connections(mailserver)
    assert sender.send([answer(1), answer(2), answer(3)]) == [None, None, None]
    assert connections(mailserver) == before + 1
    families = mailserver.wait_for_families(3)
    assert {m["Subject"] for m in families} == {"answer 1", "answer 2", "answer 3"}
    assert {m["Return-Path"] for m in families} == {f"<{BOT}>"}
    assert {m.get_content() for m in families} == {".a line that begins with a dot\r\n"}
    mailserver.wait_for(3)
    assert sender.was_sent("<answer-2@ieslaloma.test>") is True  # still in the inbox
    mailbox = ImapMailbox.connect(imap_settings, school="loma", own=OWN)
    assert mailbox.fetch_new(frozenset(), 10) == []
    mailbox.close()
    assert len(mailserver.mailbox(folder="Sent")) == 3
    assert sender.was_sent("<answer-2@ieslaloma.test>") is True
    assert sender.was_sent("<answer-4@ieslaloma.test>") is False


def test_a_refused_mail_has_its_own_result_and_the_others_go_on(mailserver, sender):
    results = sender.send(
        [
            answer(1),
            answer(2, "noexiste-maria@familias.test"),
            answer(3, "llena@familias.test"),
            answer(4, "temporal@familias.test"),
            answer(5, "x@elsewhere.test"),
            answer(6),
        ]
    )
    assert [None if r is None else r.permanent for r in results] == [None, True, False, False, True, None]
    assert "rechaza la dirección de destino (código 550)" in str(results[1])
    assert "pide esperar (código 452)" in str(results[2])
    assert "maria" not in results[1].detail
    assert {m["Subject"] for m in mailserver.wait_for_families(2)} == {"answer 1", "answer 6"}
    mailserver.wait_for(2)
    assert sender.was_sent(answer(2).message_id) is False  # a refused mail leaves no copy that lies


def test_the_last_answer_lost_after_data_is_found_and_not_repeated(mailserver, smtp_settings, imap_settings):
    with cut_line(mailserver.smtp, word=b"queued as") as port:
        plain = smtp_settings.model_copy(update={"port": port, "security": "none"})
        sender = SmtpSender(plain, address=BOT, sent=SentFolder(imap_settings))
        lost, sent = sender.send([answer(1), answer(2)])
    assert sent is None
    assert lost is not None
    assert not lost.permanent
    assert "outcome unknown" in lost.detail
    mailserver.wait_for(2)
    assert sender.was_sent(answer(1).message_id) is True


def test_an_accepted_mail_that_we_are_told_to_repeat_is_found(mailserver, smtp_settings, imap_settings):
    with cut_line(mailserver.smtp, word=b"queued as", replacement=b"451 4.3.0 later\r\n") as port:
        plain = smtp_settings.model_copy(update={"port": port, "security": "none"})
        sender = SmtpSender(plain, address=BOT, sent=SentFolder(imap_settings))
        (result,) = sender.send([answer(1)])
    assert result is not None
    assert not result.permanent
    mailserver.wait_for(1)
    assert sender.was_sent(answer(1).message_id) is True


def test_a_line_cut_before_the_text_was_sent_is_no_unknown(mailserver, smtp_settings):
    with cut_line(mailserver.smtp, word=b"250 2.1.5") as port:
        plain = smtp_settings.model_copy(update={"port": port, "security": "none"})
        (lost,) = SmtpSender(plain, address=BOT).send([answer(1)])
    assert not lost.permanent
    assert "unknown" not in lost.detail
    assert mailserver.families() == []


def test_without_an_imap_mailbox_no_copy_is_made_and_nothing_is_known(mailserver, smtp_settings):
    sender = SmtpSender(smtp_settings, address=BOT)
    assert sender.send([answer(1)]) == [None]
    mailserver.wait_for_families(1)
    assert mailserver.mailbox() == []
    assert sender.was_sent(answer(1).message_id) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(lambda s: {"password": SecretStr("falsa")}, "rechaza el usuario o la contraseña", id="password"),
        pytest.param(lambda s: {"ca_file": s.other_ca_file}, "no es de confianza", id="authority"),
        pytest.param(lambda s: {"port": s.submission, "security": "starttls", "ca_file": s.other_ca_file}, "no es de confianza", id="starttls-authority"),
        pytest.param(lambda s: {"port": s.base_port + 1}, "nadie atiende en ese puerto", id="port"),
        pytest.param(lambda s: {"host": "no-existe.invalid"}, "No se encuentra el servidor", id="name"),
        pytest.param(lambda s: {"port": s.smtp, "security": "starttls"}, "no ofrece STARTTLS", id="no-starttls"),
        pytest.param(lambda s: {"port": s.smtp}, "no acepta la conexión cifrada", id="tls-on-plain-port"),
        pytest.param(lambda s: {"host": "mail.example.org", "security": "none"}, "sin cifrar", id="plaintext"),
    ],
)  # fmt: skip
def test_an_unreachable_server_puts_every_mail_off_and_check_says_why(
    mailserver, smtp_settings, change, sentence
):
    wrong = smtp_settings.model_copy(update=change(mailserver))
    sender = SmtpSender(wrong, address=BOT)
    results = sender.send([answer(1), answer(2)])
    assert [r.permanent for r in results] == [False, False]
    assert all(sentence in str(r) for r in results)
    with pytest.raises(type(results[0]), match=sentence):
        sender.check()


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_every_security_sends(mailserver, smtp_settings, security):
    ports = {"tls": mailserver.smtps, "starttls": mailserver.submission, "none": mailserver.smtp}
    settings = smtp_settings.model_copy(update={"security": security, "port": ports[security]})
    sender = SmtpSender(settings, address=BOT)
    assert "listo para enviar" in sender.check()
    assert sender.send([answer(1)]) == [None]
    mailserver.wait_for_families(1)


def test_an_address_with_letters_that_the_server_cannot_take_is_a_permanent_refusal(
    mailserver, smtp_settings
):
    refused, idna = SmtpSender(smtp_settings, address=BOT).send(
        [answer(1, "maría@familias.test"), answer(2, "madre@españa.test")]
    )
    assert "letras que nuestro servidor no admite" in str(refused)
    assert refused.permanent
    assert "código 554" in str(idna)  # asked for as xn--…, which this server does not serve


def test_it_asks_once_more_before_each_text_and_leaves_off_when_told(mailserver, sender):
    answers = iter([True, False])
    assert sender.send([answer(1), answer(2), answer(3)], lambda: next(answers)) == [None]
    (sent,) = mailserver.wait_for_families(1)
    assert sent["Message-ID"] == answer(1).message_id


def test_whoever_was_replaced_on_the_way_to_the_text_does_not_send_it(mailserver, sender):
    def replaced():
        raise StaleLease

    with pytest.raises(StaleLease):
        sender.send([answer(1)], replaced)
    assert mailserver.families() == []
