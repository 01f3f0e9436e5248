"""Our answers on their way out (`bot.ports.MailSender`): one SMTP connection a batch.

The envelope sender is our own address, not the null one: we are a service, whose bounces a person must
see (RFC 3834 §3.3), and a bounce that comes back shows the coordinator that a family was not reached. Loops
are cut by the marks in the header (`own`, Auto-Submitted), never by the envelope alone.

Each mail goes to its recipient *and* to ourselves in one transaction; the copy in our mailbox proves that
the server took it, whatever became of its last answer (see `sent_folder`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.errors import TransportError
from bot.mail.connection import password_of, refuse_plaintext_secrets, tls_context
from bot.mail.faults import connection_fault, no_starttls, sign_in_fault, without_addresses
from bot.mail.oauth import TokenSource
from bot.mail.sent_folder import SentFolder
from bot.ports import OutgoingMail
from bot.settings import SmtpSettings


class SmtpSender:
    """Sends mails; every failure is one TransportError a mail."""

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        address: str,
        sent: SentFolder | None = None,
        tokens: TokenSource | None = None,
    ) -> None:
        """`address` is our own; without `sent` (no IMAP) no copies are made and none can be found."""
        self._settings = settings
        self._address = address.lower()
        self._sent = sent
        self._tokens = tokens

    def send(self, mails: Iterable[OutgoingMail]) -> list[TransportError | None]:
        """One result a mail, in order: None when the server took it. Each is taken just before it is sent.

        Only a refusal of this very mail or address is permanent. When the connection broke after the
        text was sent nobody knows (`detail` says so): ask `was_sent` before trying again.
        """
        return asyncio.run(self._send_all(mails))

    def was_sent(self, message_id: str) -> bool | None:
        """Did an earlier try reach the server? None: cannot be known. Raises TransportError."""
        return None if self._sent is None else self._sent.holds(message_id)

    def check(self) -> str:
        """One sentence for `doctor`; raises TransportError."""
        asyncio.run(self._check())
        return f"SMTP {self._settings.host}:{self._settings.port}: listo para enviar como {self._address}."

    async def _check(self) -> None:
        await _hang_up(await self._connect())

    async def _send_all(self, mails: Iterable[OutgoingMail]) -> list[TransportError | None]:
        results: list[TransportError | None] = []
        connection: SMTP | None = None
        unreachable: TransportError | None = None  # it says nothing about the mails: all of them later
        try:
            for mail in mails:
                if unreachable is None and (connection is None or not connection.is_connected):
                    try:
                        connection = await self._connect()
                    except TransportError as error:
                        unreachable = TransportError(str(error), permanent=False, detail=error.detail)
                if unreachable is None and connection is not None:
                    results.append(await self._send_one(connection, mail))
                else:
                    results.append(unreachable)
        finally:
            if connection is not None:
                await _hang_up(connection)
        return results

    async def _send_one(self, connection: SMTP, mail: OutgoingMail) -> TransportError | None:
        in_data = False
        try:
            recipient, utf8 = _deliverable(mail.recipient, connection)
            encoding, options = ("utf-8", ["SMTPUTF8"]) if utf8 else ("ascii", [])
            await connection.mail(mail.sender, options=options, encoding=encoding)
            await connection.rcpt(recipient, encoding=encoding)
            if self._sent is not None and recipient.lower() != self._address:
                await self._add_copy(connection)
            in_data = True
            await connection.data(mail.content)
        except SMTPResponseException as error:
            await _reset(connection)
            return _refusal(error)
        except TransportError as error:
            return error
        except (SMTPException, OSError) as error:
            _drop(connection)
            fault = connection_fault(error, self._settings)
            unknown = "outcome unknown, lost during DATA: " if in_data else ""
            return TransportError(str(fault), permanent=False, detail=unknown + fault.detail)
        return None

    async def _add_copy(self, connection: SMTP) -> None:
        """Our own copy; a full mailbox of ours is no reason to leave a family without an answer."""
        try:
            await connection.rcpt(self._address)
        except SMTPRecipientRefused:
            return

    async def _connect(self) -> SMTP:
        settings = self._settings
        if settings.username is not None:
            refuse_plaintext_secrets(settings)
        connection = SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security == "tls",
            start_tls=False,  # done by hand below, so that its absence is told in plain words
            tls_context=None if settings.security == "none" else tls_context(settings),
            local_hostname=self._address.rpartition("@")[2],
            timeout=settings.timeout_s,
        )
        try:
            await connection.connect()
            if settings.security == "starttls":
                await connection.ehlo()
                if not connection.supports_extension("starttls"):
                    raise no_starttls(settings)
                await connection.starttls()
            if settings.username is not None:
                await self._sign_in(connection, settings.username)
        except SMTPAuthenticationError as error:
            _drop(connection)
            if self._tokens is not None:
                self._tokens.forget()  # withdrawn before its time: the next try asks for a new one
            raise sign_in_fault(f"{error.code} {error.message}", settings) from None
        except (SMTPException, OSError, TransportError) as error:
            _drop(connection)
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
            raise connection_fault(cause, settings) from error
        return connection

    async def _sign_in(self, connection: SMTP, username: str) -> None:
        if self._tokens is not None:
            token = await asyncio.to_thread(self._tokens.token)
            await connection.auth_xoauth2(username, token)
            return
        password = password_of(self._settings)
        await connection.ehlo()
        if not connection.supports_extension("auth"):
            raise sign_in_fault("LOGINDISABLED: no AUTH offered", self._settings)
        await connection.login(username, password)


def _deliverable(address: str, connection: SMTP) -> tuple[str, bool]:
    """The address for the envelope and whether it needs SMTPUTF8 (RFC 6531); the domain goes as IDNA."""
    if address.isascii():
        return address, False
    local, _, domain = address.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise _unreachable(repr(error.reason if isinstance(error, UnicodeEncodeError) else "idna")) from None
    if address.isascii():
        return address, False
    if not connection.supports_extension("smtputf8"):
        raise _unreachable("server without SMTPUTF8")
    return address, True


def _unreachable(detail: str) -> TransportError:
    return TransportError(
        "La dirección de destino lleva letras que nuestro servidor no admite: la respuesta no ha salido.",
        permanent=True,
        detail=detail,
    )


def _refusal(error: SMTPResponseException) -> TransportError:
    """4xx: later (RFC 5321 §4.2.1). 5xx: never, unless it is our own address that is refused."""
    what = "la dirección de destino" if isinstance(error, SMTPRecipientRefused) else "el mensaje"
    permanent = error.code >= 500
    if isinstance(error, SMTPSenderRefused):
        what, permanent = "nuestra dirección como remitente", False
    sentence = (
        f"El servidor de correo rechaza {what} (código {error.code}): la respuesta no ha salido."
        if error.code >= 500
        else f"El servidor de correo pide esperar (código {error.code}); se volverá a intentar."
    )
    return TransportError(
        sentence, permanent=permanent, detail=without_addresses(f"{error.code} {error.message}")
    )


async def _reset(connection: SMTP) -> None:
    """Ready for the next mail; a server that is hanging up (421) is simply left."""
    try:
        await connection.rset()
    except (SMTPException, OSError):
        _drop(connection)


async def _hang_up(connection: SMTP) -> None:
    transport = connection.transport
    try:
        await connection.quit()
    except (SMTPException, OSError):
        _drop(connection)
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()  # QUIT was the goodbye; TLS would wait for another one


def _drop(connection: SMTP) -> None:
    """Close the line without a word."""
    transport = connection.transport
    connection.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
