"""What goes over the line, word for word, against a server that answers by a script."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from pydantic import SecretStr

from bot.errors import TransportError
from bot.mail.servers.smtp import SmtpSender
from bot.mail.servers.smtp_line import Refusal, SmtpLine
from bot.ports.mail import OutgoingMail
from bot.settings.values import SmtpSettings
from tests.servers.waiting import PATIENCE_S

ANSWERS = {
    b"EHLO": b"250 x",
    b"DATA": b"354 go",
    b"QUIT": b"221 bye",
    b".": b"250 queued",
    b"AUTH": b"235 ok",
}


@contextmanager
def scripted(script: dict[bytes, bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a server that answers by a command's first word, and each packet that it got."""
    answers, packets = ANSWERS | script, []

    def serve(line: socket.socket) -> None:
        in_text = False
        with line, suppress(OSError):
            line.sendall(b"220 hello\r\n")
            while packet := line.recv(65536):
                packets.append(packet)
                commands = [b"."] if in_text else packet.splitlines()
                for command in commands:
                    word = command.split(b" ")[0].upper()
                    line.sendall(answers.get(word, b"250 ok") + b"\r\n")
                    in_text = word == b"DATA" and answers[b"DATA"].startswith(b"354")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: serve(listener.accept()[0]))
        thread.start()
        yield listener.getsockname()[1], packets
        thread.join(PATIENCE_S)
    assert not thread.is_alive()


def opened(port: int, **settings: object) -> SmtpLine:
    return SmtpLine(_settings(port, **settings), our_name="ieslaloma.test")


def _settings(port: int, **settings: object) -> SmtpSettings:
    return SmtpSettings(
        **{"host": "127.0.0.1", "port": port, "security": "none", "timeout_s": PATIENCE_S} | settings
    )


@pytest.mark.parametrize(
    ("offer", "envelope"),
    [
        pytest.param(
            b"250-x\r\n250 PIPELINING",
            [b"MAIL FROM:<we@c.test>\r\nRCPT TO:<a@f.test>\r\nRCPT TO:<we@c.test>\r\n"],
            id="in one piece",
        ),
        pytest.param(
            b"250 x",
            [b"MAIL FROM:<we@c.test>\r\n", b"RCPT TO:<a@f.test>\r\n", b"RCPT TO:<we@c.test>\r\n"],
            id="one by one",
        ),
    ],
)
def test_the_envelope_goes_in_as_few_packets_as_the_server_allows(offer, envelope):
    with scripted({b"EHLO": offer}) as (port, packets):
        line = opened(port)
        assert (
            line.send(b"A: b\n\n.\r.end", sender="we@c.test", recipient="a@f.test", copy="we@c.test") is None
        )
        line.close()
    assert packets[1:] == [*envelope, b"DATA\r\n", b"A: b\r\n\r\n..\r\n..end\r\n.\r\n", b"quit\r\n"]


@pytest.mark.parametrize(
    ("script", "refusal"),
    [
        ({b"MAIL": b"550 not you"}, Refusal("MAIL", 550, b"not you")),
        ({b"RCPT": b"451 later"}, Refusal("RCPT", 451, b"later")),
        ({b"DATA": b"554 no"}, Refusal("DATA", 554, b"no")),
        ({b".": b"552 too large"}, Refusal("DATA", 552, b"too large")),
    ],
)
def test_a_refusal_says_what_was_refused_and_the_line_stays_open(script, refusal):
    with scripted({b"EHLO": b"250-x\r\n250 PIPELINING"} | script) as (port, packets):
        line = opened(port)
        assert line.send(b"x", sender="we@c.test", recipient="a@f.test", copy=None) == refusal
        assert line.is_open
        line.close()
    assert packets[-2:] == [b"RSET\r\n", b"quit\r\n"]


@pytest.mark.parametrize(("word", "unknown"), [(b".", True), (b"DATA", False)])
def test_only_after_the_text_nobody_knows_what_garbage_means(word, unknown):
    with scripted({word: b"?!"}) as (port, _):
        line = opened(port)
        with pytest.raises(TransportError) as caught:
            line.send(b"x", sender="we@c.test", recipient="a@f.test", copy=None)
        assert not line.is_open
    assert not caught.value.permanent
    assert ("outcome unknown" in caught.value.detail) is unknown


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_signs_in_with_a_password_beyond_ascii(mechanism):
    with scripted({b"EHLO": f"250-x\r\n250 AUTH {mechanism}".encode()}) as (port, packets):
        opened(port, username="we@c.test", password=SecretStr("contraseña")).close()
    said = base64.b64decode(packets[1].split()[2]).decode()
    assert said == ("\0we@c.test\0contraseña" if mechanism == "PLAIN" else "we@c.test")


def test_a_server_that_offers_no_way_to_sign_in_is_said_to_refuse_it():
    with (
        scripted({b"EHLO": b"250-x\r\n250 AUTH NTLM"}) as (port, _),
        pytest.raises(TransportError, match="rechaza el usuario"),
    ):
        opened(port, username="we@c.test", password=SecretStr("x"))


@pytest.mark.parametrize("address", ["a@f.test>\r\nRCPT TO:<b@f.test", "a b@f.test", "<a@f.test"])
def test_an_address_that_could_be_a_command_is_never_said(address):
    mail = OutgoingMail(message_id="<1@c.test>", sender="we@c.test", recipient=address, content=b"x")
    with scripted({}) as (port, packets):
        (refused,) = SmtpSender(_settings(port), address="we@c.test").send([mail])
    assert refused is not None
    assert refused.permanent
    assert [packet.split()[0].upper() for packet in packets] == [b"EHLO", b"QUIT"]
