"""The mailbox that is read, against a real Dovecot."""

from __future__ import annotations

import imaplib
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from pydantic import SecretStr

from bot.errors import TransportError
from bot.mail.servers.imap import ImapMailbox
from bot.model.ticket import Folder
from bot.settings.values import ImapSettings
from bot.system.bell import Bell
from tests.mail.conftest import OWN
from tests.servers.cutter import cut_line
from tests.servers.mailserver import BOT, HOST, MailServer

NOTHING: frozenset[int] = frozenset()


def mail(number: int, *, padding: int = 0, extra: str = "") -> bytes:
    head = f"From: madre@familias.test\nTo: {BOT}\nSubject: mail {number}\n{extra}\n"
    return head.encode() + b"Buenos d\xc3\xadas\n" + b"x" * padding + b"\n"


def fill(server: MailServer, *mails: bytes) -> None:
    """Deliver in this order (the server works on several mails at once)."""
    for number, one in enumerate(mails, start=1):
        server.deliver(one)
        server.wait_for(number)


def subjects(mails):
    return [line for m in mails for line in m.content.decode().splitlines() if line.startswith("Subject")]


def test_new_mails_come_whole_lowest_first_and_nothing_is_flagged(mailserver, imap_settings, connect):
    fill(mailserver, mail(1), mail(2), mail(3))
    mailbox = connect(imap_settings)
    mails = mailbox.fetch_new(NOTHING, 10)
    assert subjects(mails) == ["Subject: mail 1", "Subject: mail 2", "Subject: mail 3"]
    assert [m.uid for m in mails] == sorted(m.uid for m in mails)
    assert all(m.uidvalidity == mailbox.uidvalidity and m.school == "loma" and not m.truncated for m in mails)
    assert all(m.size == len(m.content) and "Buenos días".encode() in m.content for m in mails)
    assert all(abs(m.received_at - datetime.now(UTC)) < timedelta(minutes=5) for m in mails)
    with mailserver.client() as line:
        line.select("INBOX", readonly=True)
        assert line.search(None, "UNSEEN")[1][0].split() == [b"1", b"2", b"3"]


def test_known_mails_are_left_out_and_the_limit_holds(mailserver, imap_settings, connect):
    fill(mailserver, *(mail(n) for n in range(5)))
    mailbox = connect(imap_settings)
    first, second = mailbox.fetch_new(NOTHING, 2)
    rest = mailbox.fetch_new(frozenset({first.uid, second.uid}), 10)
    assert subjects(rest) == ["Subject: mail 2", "Subject: mail 3", "Subject: mail 4"]
    assert mailbox.fetch_new(frozenset(m.uid for m in (first, second, *rest)), 10) == []


def test_over_the_size_limit_only_the_headers_come(mailserver, imap_settings, connect):
    fill(mailserver, mail(1), mail(2, padding=50_000), mail(3))
    mailbox = connect(imap_settings.model_copy(update={"max_size": 10_000}))
    small, large, other = mailbox.fetch_new(NOTHING, 10)
    assert large.truncated
    assert large.size > 50_000
    assert b"Subject: mail 2" in large.content
    assert b"xxx" not in large.content
    assert not small.truncated
    assert not other.truncated


def test_a_round_stops_before_large_mails_fill_the_memory(mailserver, imap_settings, connect, monkeypatch):
    monkeypatch.setattr("bot.mail.servers.imap._BATCH_BYTES", 120_000)
    monkeypatch.setattr("bot.mail.servers.imap._ROUND_BYTES", 200_000)
    fill(mailserver, *(mail(n, padding=90_000) for n in range(5)))
    mailbox = connect(imap_settings)
    known: frozenset[int] = NOTHING
    rounds = []
    while mails := mailbox.fetch_new(known, 100):
        rounds.append(len(mails))
        known |= {m.uid for m in mails}
    assert rounds == [3, 2]


def test_a_mail_that_the_server_cannot_read_does_not_block_the_others(
    mailserver, imap_settings, connect, monkeypatch
):
    fill(mailserver, mail(1), mail(2), mail(3))
    mailbox = connect(imap_settings)
    whole = IMAPClient.fetch

    def fetch(self, uids, data, modifiers=None):
        if "BODY.PEEK[]" in data and 2 in [n - first + 1 for n in uids]:
            raise IMAPClientError("fetch failed: internal error")
        return whole(self, uids, data, modifiers)

    first = min(m.uid for m in mailbox.fetch_new(NOTHING, 10))
    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    mails = mailbox.fetch_new(NOTHING, 10)
    assert [m.truncated for m in mails] == [False, True, False]
    assert b"Subject: mail 2" in mails[1].content


def test_moving_creates_the_folder_and_touches_only_the_named_mails(mailserver, imap_settings, connect):
    fill(mailserver, mail(1), mail(2), mail(3))
    mailbox = connect(imap_settings)
    mails = mailbox.fetch_new(NOTHING, 10)
    mailbox.move([mails[0].uid, mails[2].uid], Folder.DONE)
    assert [m["Subject"] for m in mailserver.mailbox()] == ["mail 2"]
    assert [m["Subject"] for m in mailserver.mailbox(folder="Procesados")] == ["mail 1", "mail 3"]
    mailbox.move([mails[0].uid], Folder.DONE)  # moved already: no error
    mailbox.move([mails[1].uid], "Revision/2026")
    assert [m["Subject"] for m in mailserver.mailbox(folder="Revision/2026")] == ["mail 2"]


def test_into_a_folder_that_it_knows_a_mail_moves_by_one_command(
    mailserver, imap_settings, connect, monkeypatch
):
    fill(mailserver, mail(1), mail(2))
    mailbox = connect(imap_settings)
    first, second = mailbox.fetch_new(NOTHING, 10)
    mailbox.move([first.uid], Folder.DONE)
    said = []
    send = imaplib.IMAP4.send
    monkeypatch.setattr(imaplib.IMAP4, "send", lambda line, data: (said.append(data), send(line, data))[1])
    mailbox.move([second.uid], Folder.DONE)
    (command,) = said
    assert b"UID MOVE" in command
    assert len(mailserver.mailbox(folder="Procesados")) == 2


@pytest.mark.parametrize(
    ("missing", "left_in_inbox"),
    [({"MOVE"}, ["mail 2"]), ({"MOVE", "UIDPLUS"}, ["mail 1", "mail 2", "mail 3"])],
    ids=["copy-and-expunge-by-uid", "copy-and-mark-deleted"],
)
def test_without_move_nobody_elses_deleted_mail_is_expunged(
    mailserver, imap_settings, connect, monkeypatch, missing, left_in_inbox
):
    fill(mailserver, mail(1), mail(2), mail(3))
    with mailserver.client() as line:  # a colleague marked mail 2 as deleted and may change their mind
        line.select("INBOX")
        line.store("2", "+FLAGS", r"(\Deleted)")
    mailbox = connect(imap_settings)
    has = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda s, c: c not in missing and has(s, c))
    mails = mailbox.fetch_new(NOTHING, 10)
    assert subjects(mails) == ["Subject: mail 1", "Subject: mail 3"]
    mailbox.move([m.uid for m in mails], Folder.REVIEW)
    assert [m["Subject"] for m in mailserver.mailbox()] == left_in_inbox
    assert [m["Subject"] for m in mailserver.mailbox(folder="Revision")] == ["mail 1", "mail 3"]
    assert mailbox.fetch_new(NOTHING, 10) == []


def test_idle_ends_when_a_mail_arrives(mailserver, imap_settings, connect):
    mailbox = connect(imap_settings)
    assert mailbox.fetch_new(NOTHING, 10) == []
    threading.Timer(0.5, mailserver.deliver, [mail(1)]).start()
    mailbox.idle(Bell())
    assert subjects(mailbox.fetch_new(NOTHING, 10)) == ["Subject: mail 1"]


def test_a_mail_that_came_between_reading_and_idle_is_not_slept_over(mailserver, imap_settings, connect):
    """The announcement came with the answer to another command; IDLE would not repeat it."""
    fill(mailserver, mail(1))
    mailbox = connect(imap_settings)
    known = frozenset(m.uid for m in mailbox.fetch_new(NOTHING, 10))
    mailserver.deliver(mail(2))
    mailserver.wait_for(2)
    mailbox.move([], Folder.DONE)
    mailbox._client.search(["SEEN"])  # any command may bring the news
    mailbox.idle(Bell())
    assert subjects(mailbox.fetch_new(known, 10)) == ["Subject: mail 2"]


def test_news_in_one_packet_with_the_answer_to_idle_are_not_slept_over(mailserver, imap_settings, connect):
    both = b"+ idling\r\n* 9 EXISTS\r\n"
    with cut_line(mailserver.imap, word=b"+ idling", replacement=both) as port:
        plain = imap_settings.model_copy(update={"port": port, "security": "none", "poll_s": 1000})
        mailbox = connect(plain)
        mailbox.fetch_new(NOTHING, 10)
        rescue = Bell()
        timer = threading.Timer(10, rescue.set)
        timer.start()
        mailbox.idle(rescue)
        timer.cancel()
        assert not rescue.is_set()


@pytest.mark.parametrize("idle", [True, False], ids=["idle", "poll"])
def test_waiting_ends_when_somebody_wakes_it(imap_settings, connect, monkeypatch, idle):
    mailbox = connect(imap_settings)
    has = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda s, c: (idle or c != "IDLE") and has(s, c))
    mailbox.fetch_new(NOTHING, 10)
    wake = Bell()
    threading.Timer(0.3, wake.set).start()
    mailbox.idle(wake)
    assert wake.is_set()
    assert mailbox.fetch_new(NOTHING, 10) == []  # the connection is usable afterwards


def test_a_connection_cut_in_idle_is_an_error_and_not_a_busy_loop(mailserver, imap_settings, connect):
    mailbox = connect(imap_settings)
    mailbox.fetch_new(NOTHING, 10)
    threading.Timer(0.5, mailserver._doveadm, ["kick", BOT]).start()
    with pytest.raises(TransportError) as caught:
        mailbox.idle(Bell())
    assert not caught.value.permanent


def test_a_recreated_folder_has_another_uidvalidity(mailserver, imap_settings, connect):
    with mailserver.client() as line:
        line.create("Entrada")
    settings = imap_settings.model_copy(update={"folder": "Entrada"})
    before = connect(settings).uidvalidity
    time.sleep(1.1)
    mailserver.recreate(folder="Entrada")
    assert connect(settings).uidvalidity != before


def test_copies_of_our_own_answers_go_to_sent_and_look_alikes_do_not(mailserver, imap_settings, connect):
    def bearing(sender: str, marker: str) -> bytes:
        return f"From: IES\n <{sender}>\nX-Incidencias-Loop: {marker}\nSubject: {sender} {marker}\n\nx\n".encode()

    fill(
        mailserver,
        bearing(BOT, OWN.marker),
        bearing("madre@familias.test", OWN.marker),
        bearing(BOT, "another"),
        mail(1, extra=""),
        mail(2) + f"> X-Incidencias-Loop: {OWN.marker}\n".encode(),
    )
    mails = connect(imap_settings).fetch_new(NOTHING, 10)
    assert len(mails) == 4
    assert [m["Subject"] for m in mailserver.mailbox(folder="Sent")] == [f"{BOT} {OWN.marker}"]


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_every_security_signs_in(mailserver, imap_settings, connect, security):
    port = mailserver.imaps if security == "tls" else mailserver.imap
    mailbox = connect(imap_settings.model_copy(update={"security": security, "port": port}))
    assert mailbox.check().startswith(f"Buzón {BOT} en {HOST}: ")


@pytest.mark.parametrize(
    ("change", "sentence", "permanent"),
    [
        pytest.param(lambda s: {"password": SecretStr("falsa")}, "rechaza el usuario o la contraseña", True, id="password"),
        pytest.param(lambda s: {"username": "nadie@ieslaloma.test"}, "rechaza el usuario", True, id="user"),
        pytest.param(lambda s: {"ca_file": s.other_ca_file}, "El certificado de 127.0.0.1:", True, id="authority"),
        pytest.param(lambda s: {"ca_file": None}, "no es de confianza", True, id="system-authorities"),
        pytest.param(lambda s: {"ca_file": s.directory / "nada"}, "No se puede leer ca_file", True, id="no-ca-file"),
        pytest.param(lambda s: {"host": "no-existe.invalid"}, "No se encuentra el servidor", False, id="name"),
        pytest.param(lambda s: {"port": s.base_port + 1}, "nadie atiende en ese puerto", False, id="port"),
        pytest.param(lambda s: {"port": s.imap}, "no acepta la conexión cifrada", True, id="tls-on-plain-port"),
        pytest.param(lambda s: {"port": s.imap, "security": "starttls", "ca_file": s.other_ca_file}, "no es de confianza", True, id="starttls-authority"),
        pytest.param(lambda s: {"folder": "Nada"}, "La carpeta «Nada» no existe", True, id="folder"),
        pytest.param(lambda s: {"password": None}, "Falta la contraseña", True, id="no-password"),
        pytest.param(lambda s: {"password": None, "password_file": s.directory / "nada"}, "No se puede leer el secreto", True, id="no-password-file"),
        pytest.param(lambda s: {"host": "mail.example.org", "security": "none"}, "sin cifrar", True, id="plaintext"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_plain_words(mailserver, imap_settings, change, sentence, permanent):
    wrong = imap_settings.model_copy(update=change(mailserver))
    with pytest.raises(TransportError) as caught:
        ImapMailbox.connect(wrong, school="loma", own=OWN)
    assert sentence in str(caught.value)
    assert caught.value.permanent is permanent
    assert "falsa" not in str(caught.value) + caught.value.detail


def test_a_password_file_is_read_at_each_sign_in(mailserver, imap_settings, connect, tmp_path):
    file = tmp_path / "password"
    file.write_text("falsa\n")
    settings = imap_settings.model_copy(update={"password": None, "password_file": file})
    with pytest.raises(TransportError):
        connect(settings)
    file.write_text("secreto\n")
    assert connect(settings).fetch_new(NOTHING, 1) == []


def test_a_server_without_starttls_gets_no_password(mailserver, imap_settings, monkeypatch):
    has = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda s, c: c != "STARTTLS" and has(s, c))
    signed_in = []
    monkeypatch.setattr(IMAPClient, "login", lambda *a: signed_in.append(a))
    settings = imap_settings.model_copy(update={"security": "starttls", "port": mailserver.imap})
    with pytest.raises(TransportError, match="no ofrece STARTTLS"):
        ImapMailbox.connect(settings, school="loma", own=OWN)
    assert signed_in == []


@pytest.mark.parametrize(
    ("named", "days", "sentence"),
    [
        ("localhost", -1, "ha caducado"),
        ("otro.test", 1, "es de otro nombre: ponga en host"),
    ],
)
def test_a_certificate_that_went_bad_is_told_by_what_is_wrong_with_it(named, days, sentence, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert(named, not_after=datetime.now(UTC) + timedelta(days=days))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    def serve(door):
        with suppress(OSError), context.wrap_socket(door.accept()[0], server_side=True):
            pass

    with socket.create_server((HOST, 0)) as door:
        threading.Thread(target=serve, args=(door,), daemon=True).start()
        settings = ImapSettings(
            host="localhost",
            port=door.getsockname()[1],
            username=BOT,
            password=SecretStr("x"),
            ca_file=tmp_path / "ca.pem",
        )
        with pytest.raises(TransportError, match=sentence):
            ImapMailbox.connect(settings, school="loma", own=OWN)


@pytest.mark.parametrize(
    ("answer", "sentence", "permanent"),
    [
        (
            "AUTHENTICATE failed: [ALERT] Application-specific password required",
            "ya no admite entrar solo",
            True,
        ),
        ("LOGIN failed. BasicAuthBlocked", "ya no admite entrar solo", True),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled", "ya no admite", True),
        ("[UNAVAILABLE] Temporary authentication failure", "se volverá a intentar", False),
        ("[AUTHENTICATIONFAILED] Authentication failed for maria@ies.es.", "rechaza el usuario", True),
    ],
)
def test_sign_in_answers_become_sentences(answer, sentence, permanent):
    from bot.mail.servers.faults import sign_in_fault

    fault = sign_in_fault(answer, ImapSettings(host="imap.ies.es", username="tde@ies.es"))
    assert sentence in str(fault)
    assert fault.permanent is permanent
    assert "maria" not in fault.detail
