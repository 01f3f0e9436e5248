"""One signed-in SMTP connection, and mails over it in as few round trips as the server allows.

The standard library speaks the protocol. The envelope goes out in one piece (PIPELINING, RFC 2920) and DATA
only after its answers: so a mail whose reader is refused costs no new connection.
"""

from __future__ import annotations

import base64
import re
import smtplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from bot.errors import TransportError
from bot.mail.servers.connection import password_of, refuse_plaintext_secrets, tls_context
from bot.mail.servers.faults import connection_fault, no_starttls, sign_in_fault
from bot.mail.servers.oauth import TokenSource
from bot.settings.values import SmtpSettings

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_START_OF_TEXT = 354


@dataclass(frozen=True, slots=True)
class Refusal:
    """The server's no to one mail; the connection goes on."""

    to: Literal["MAIL", "RCPT", "DATA"]
    code: int
    message: bytes


class LeftOff(Exception):  # noqa: N818 - a fact
    """The mail is not to be sent now."""


class SmtpLine:
    """An open connection; for one thread."""

    def __init__(self, settings: SmtpSettings, *, our_name: str, tokens: TokenSource | None = None) -> None:
        """Connect, encrypt, sign in. Raises TransportError; nothing secret travels unencrypted.

        `our_name` is the host name that we greet with; `tokens` signs in with XOAUTH2 instead of a password.
        """
        if settings.username is not None:
            refuse_plaintext_secrets(settings)
        self._settings = settings
        self._context = None if settings.security == "none" else tls_context(settings)
        with _no_way_through(settings):
            self._smtp = self._greet(our_name)
        try:
            with _no_way_through(settings):
                if settings.security == "starttls":
                    self._encrypt()
                self._smtp.ehlo_or_helo_if_needed()
                if settings.username is not None:
                    self._sign_in(settings.username, tokens)
        except BaseException:
            self._smtp.close()
            raise

    @property
    def is_open(self) -> bool:
        """False once it broke, or the server hung up."""
        return self._smtp.sock is not None

    @property
    def takes_utf8(self) -> bool:
        """May addresses hold letters beyond ASCII (RFC 6531)?"""
        return bool(self._smtp.has_extn("smtputf8"))

    def send(
        self,
        text: bytes,
        *,
        sender: str,
        recipient: str,
        copy: str | None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> Refusal | None:
        """One mail to `recipient` and, in the same transaction, to `copy`; None: the server took it.

        `go_on` is asked when the server waits for the text: a process that was frozen on the way there has
        perhaps been replaced. Unless it says yes the line is closed, and the server forgets the mail; then
        raises LeftOff, or what `go_on` raises.

        A refused copy is no reason to leave a family without an answer. Addresses are without brackets.
        Raises TransportError when the line breaks, whose detail says so if nobody knows what became of the
        mail; the line is closed then.
        """
        utf8 = "" if (sender + recipient).isascii() else " SMTPUTF8"
        envelope = [f"MAIL FROM:<{sender}>{utf8}", f"RCPT TO:<{recipient}>"]
        if copy is not None:
            envelope.append(f"RCPT TO:<{copy}>")
        what_became = ""
        try:
            mail, rcpt, *_ = self._ask(envelope)
            if mail[0] >= 300:
                return self._refused(Refusal("MAIL", *mail))
            if rcpt[0] >= 300:
                return self._refused(Refusal("RCPT", *rcpt))
            (go,) = self._ask(["DATA"])
            if go[0] != _START_OF_TEXT:
                return self._refused(Refusal("DATA", *go))
            self._ask_leave(go_on)
            what_became = "outcome unknown, lost during DATA: "
            self._smtp.send(_as_sent(text))
            taken = self._answer()
        except OSError as error:
            self._smtp.close()
            fault = connection_fault(_cause(error), self._settings)
            raise TransportError(str(fault), permanent=False, detail=what_became + fault.detail) from error
        return None if taken[0] < 300 else self._refused(Refusal("DATA", *taken))

    def close(self) -> None:
        """Say goodbye."""
        with suppress(OSError):
            self._smtp.quit()
        self._smtp.close()

    # ------------------------------------------------------------------------- talking

    def _ask_leave(self, go_on: Callable[[], bool]) -> None:
        given = False
        try:
            given = go_on()
        finally:
            if not given:
                self._smtp.close()
        if not given:
            raise LeftOff

    def _ask(self, commands: Sequence[str]) -> list[tuple[int, bytes]]:
        """The answers to some commands, none of which depends on the answer to another."""
        lines = [f"{command}\r\n".encode() for command in commands]
        if not self._smtp.has_extn("pipelining"):
            return [self._tell(line) for line in lines]
        self._smtp.send(b"".join(lines))
        return [self._answer() for _ in lines]

    def _tell(self, line: bytes) -> tuple[int, bytes]:
        self._smtp.send(line)
        return self._answer()

    def _answer(self) -> tuple[int, bytes]:
        code, message = self._smtp.getreply()
        if code < 200:
            raise smtplib.SMTPServerDisconnected(f"no SMTP answer: {message!r}")
        return code, message

    def _refused(self, refusal: Refusal) -> Refusal:
        """Ready for the next mail; a server that is hanging up (421) is simply left."""
        try:
            self._ask(["RSET"])
        except OSError:
            self._smtp.close()
        return refusal

    # ------------------------------------------------------------------------- opening

    def _greet(self, our_name: str) -> smtplib.SMTP:
        host, port, timeout = self._settings.host, self._settings.port, self._settings.timeout_s
        if self._settings.security == "tls":
            return smtplib.SMTP_SSL(host, port, our_name, timeout=timeout, context=self._context)
        return smtplib.SMTP(host, port, our_name, timeout=timeout)

    def _encrypt(self) -> None:
        self._smtp.ehlo()
        if not self._smtp.has_extn("starttls"):
            raise no_starttls(self._settings)
        self._smtp.starttls(context=self._context)

    def _sign_in(self, user: str, tokens: TokenSource | None) -> None:
        offered = self._smtp.esmtp_features.get("auth", "").upper().split()
        if not offered:
            raise sign_in_fault("LOGINDISABLED: no AUTH offered", self._settings)
        try:
            if tokens is not None:
                self._authenticate("XOAUTH2", f"user={user}\1auth=Bearer {tokens.token()}\1\1", "")
                return
            password = password_of(self._settings)
            if "PLAIN" in offered:
                self._authenticate("PLAIN", f"\0{user}\0{password}")
            elif "LOGIN" in offered:
                self._authenticate("LOGIN", user, password)
            elif "CRAM-MD5" in offered:
                self._smtp.login(user, password)
            else:
                raise sign_in_fault(f"no way to sign in among {offered}", self._settings)
        except smtplib.SMTPResponseException as error:
            if tokens is not None:
                tokens.forget()  # withdrawn before its time: the next try asks for a new one
            raise sign_in_fault(f"{error.smtp_code} {error.smtp_error!r}", self._settings) from None

    def _authenticate(self, mechanism: str, first: str, *later: str) -> None:
        """RFC 4954; the standard library's own takes ASCII alone. Raises SMTPAuthenticationError."""
        code, message = self._smtp.docmd("AUTH", f"{mechanism} {_base64(first)}")
        for words in later:
            if code == 334:
                code, message = self._smtp.docmd(_base64(words))
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, message)


@contextmanager
def _no_way_through(settings: SmtpSettings) -> Iterator[None]:
    """What breaks inside becomes a TransportError with a plain sentence."""
    try:
        yield
    except OSError as error:
        raise connection_fault(_cause(error), settings) from error


def _cause(error: OSError) -> OSError:
    """What happened to the socket; smtplib's own errors (OSErrors, too) hide it."""
    return error.__context__ if isinstance(error.__context__, OSError) else error


def _base64(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def _as_sent(text: bytes) -> bytes:
    """CRLF (a bare CR or LF could end the mail early), dots doubled (RFC 5321 §4.5.2), the end marked."""
    ready = text.count(b"\r\n") == text.count(b"\r") == text.count(b"\n")
    lines = text if ready else _LINE_END.sub(b"\r\n", text)
    if lines.startswith(b".") or b"\n." in lines:
        lines = _LEADING_DOT.sub(b"..", lines)
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")
