"""The embedded servers: what SMTP takes lands where its recipient reads it, and the real adapter reads it."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.demo.posting import make_answer, read_letter, send
from bot.demo.samples import Writers, load_samples, message_id
from bot.demo.server import AUTHSERV_ID, HOST, MailServers, mail_servers
from bot.demo.stage import ADDRESS
from bot.errors import TransportError
from bot.mail.own import OwnMail
from bot.mail.servers.imap import ImapMailbox
from bot.model.mail import RawMail
from bot.model.ticket import Folder
from bot.settings.values import ImapSettings
from bot.system.bell import Bell


def mailbox_of(servers: MailServers) -> ImapMailbox:
    settings = ImapSettings(
        host=HOST,
        port=servers.imap_port,
        security="none",
        username=servers.address,
        password=servers.password,
        poll_s=2,
    )
    return ImapMailbox.connect(settings, school="demo", own=OwnMail(servers.address, "demo"))


def fetch(mailbox: ImapMailbox) -> list[RawMail]:
    return mailbox.fetch_new(frozenset(), 100)


def mail_from(address: str, subject: str = "Hola") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = address
    mail["Subject"] = subject
    mail.set_content("Buenos días, soy Íngrid.")
    return mail


def test_a_familys_mail_lands_in_the_schools_mailbox_and_moves(servers: MailServers) -> None:
    send(mail_from("ana@correo.example"), servers)
    mailbox = mailbox_of(servers)
    (raw,) = fetch(mailbox)
    assert b"Return-Path: <ana@correo.example>" in raw.content
    mailbox.move([raw.uid], Folder.DONE)
    assert fetch(mailbox) == []
    mailbox.close()


@pytest.mark.parametrize(
    ("envelope", "verdict"),
    [
        (None, "dmarc=pass"),  # aligned
        ("bounce@otro.example", "dmarc=fail"),
        ("", "dmarc=pass"),  # a bounce: nothing to align
    ],
)
def test_the_server_judges_the_sender_by_alignment(
    servers: MailServers, envelope: str | None, verdict: str
) -> None:
    send(mail_from("ana@correo.example"), servers, envelope_from=envelope)
    mailbox = mailbox_of(servers)
    (raw,) = fetch(mailbox)
    mailbox.close()
    assert f"Authentication-Results: {AUTHSERV_ID}; {verdict}".encode() in raw.content


def test_idle_notices_mails_that_come_while_it_waits(servers: MailServers) -> None:
    mailbox = mailbox_of(servers)
    seen = 0
    for number in range(10):  # a response in pieces would break the connection in one of a few
        threading.Timer(0.1, send, (mail_from(f"a{number}@correo.example"), servers)).start()
        while len(fetch(mailbox)) == seen:
            mailbox.idle(Bell())
        seen = len(fetch(mailbox))
    mailbox.close()
    assert seen == 10


def test_a_mail_to_anybody_else_is_a_letter_to_a_family(servers: MailServers) -> None:
    mail = mail_from(servers.address, "Falta un dato [K7QM2X-R4PW9DKQ2V]")
    mail["Message-ID"] = "<1@iespenonblanco.example>"
    with smtplib.SMTP(HOST, servers.smtp_port) as line:
        line.sendmail(servers.address, ["Ana@correo.example", servers.address], mail.as_bytes())
    letter = servers.families.newest_of("ana@correo.example")
    assert letter is not None
    assert letter == servers.families.get("<1@iespenonblanco.example>")
    answer = mail_from("ana@correo.example")
    make_answer(answer, letter)
    assert answer["Subject"] == "Re: Falta un dato [K7QM2X-R4PW9DKQ2V]"
    assert answer["In-Reply-To"] == answer["References"] == "<1@iespenonblanco.example>"
    assert read_letter(letter).get_content().strip() == "Buenos días, soy Íngrid."


def test_the_servers_stop_with_a_client_inside() -> None:
    with mail_servers(ADDRESS) as servers:
        mailbox = mailbox_of(servers)
    with pytest.raises(TransportError):
        fetch(mailbox)
    mailbox.close()


class TestSamples:
    def test_private_headers_do_not_leave_and_others_are_ascii(self, servers: MailServers) -> None:
        writers = Writers(servers, [s for s in load_samples() if s.name.startswith(("22", "34"))])
        assert writers.send_ready(frozenset()) == 2
        mailbox = mailbox_of(servers)
        forged, arabic = fetch(mailbox)
        mailbox.close()
        assert b"dmarc=fail" in forged.content
        head = arabic.content.partition(b"\r\n\r\n")[0]
        assert head.isascii()
        assert b"X-Demo" not in head
        assert "نسيت".encode() in arabic.content

    def test_an_answer_waits_for_what_it_answers(self, tmp_path: Path, servers: MailServers) -> None:
        (tmp_path / "a.eml").write_text("From: ana@correo.example\nSubject: Hola\n\nUno\n", encoding="utf-8")
        (tmp_path / "b.eml").write_text(
            "From: ana@correo.example\nX-Demo-Answers: a\nSubject:\n\nDos\n", encoding="utf-8"
        )
        writers = Writers(servers, load_samples(tmp_path))
        assert writers.send_ready(frozenset()) == 1
        assert writers.send_ready(frozenset()) == 0
        assert writers.unsent == ["b"]
        assert writers.send_ready({message_id("a")}) == 1
        assert writers.unsent == []
