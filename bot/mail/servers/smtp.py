"""Our answers on their way out (`bot.ports.mail.MailSender`): one SMTP connection a batch.

The envelope sender is our own address, not the null one: we are a service, whose bounces a person must
see (RFC 3834 §3.3), and a bounce that comes back shows the coordinator that a family was not reached. Loops
are cut by the marks in the header (`own`, Auto-Submitted), never by the envelope alone.

Each mail goes to its recipient *and* to ourselves in one transaction; the copy in our mailbox proves that
the server took it, whatever became of its last answer (see `sent_folder`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.errors import TransportError
from bot.mail.servers.faults import without_addresses
from bot.mail.servers.sent_folder import SentFolder
from bot.mail.servers.sign_ins import SignIns
from bot.mail.servers.smtp_line import LeftOff, Refusal, SmtpLine
from bot.ports.mail import OutgoingMail
from bot.settings.values import SmtpSettings

_NO_ADDRESS = re.compile(r"[\x00-\x20<>\x7f]")  # could end the command or begin another one


class SmtpSender:
    """Sends mails; every failure is one TransportError a mail."""

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        address: str,
        sent: SentFolder | None = None,
        sign_ins: SignIns | None = None,
    ) -> None:
        """`address` is our own; without `sent` (no IMAP) no copies are made and none can be found;
        `sign_ins` knows what became of earlier tries to sign in.
        """
        self._settings = settings
        self._address = address.lower()
        self._sent = sent
        self._sign_ins = sign_ins or SignIns()

    def send(
        self, mails: Iterable[OutgoingMail], go_on: Callable[[], bool] = lambda: True
    ) -> list[TransportError | None]:
        """One result a mail, in order: None when the server took it. `go_on`: see the port.

        Only a refusal of this very mail or address is permanent. When the connection broke after the
        text was sent nobody knows (`detail` says so): ask `was_sent` before trying again.
        """
        results: list[TransportError | None] = []
        line: SmtpLine | None = None
        unreachable: TransportError | None = None  # it says nothing about the mails: all of them later
        try:
            for mail in mails:
                if unreachable is None and (line is None or not line.is_open):
                    try:
                        line = self._connect()
                    except TransportError as error:
                        unreachable = TransportError(str(error), permanent=False, detail=error.detail)
                if unreachable is None and line is not None:
                    results.append(self._send_one(line, mail, go_on))
                else:
                    results.append(unreachable)
        except LeftOff:
            pass
        finally:
            if line is not None:
                line.close()
        return results

    def was_sent(self, message_id: str) -> bool | None:
        """Did an earlier try reach the server? None: cannot be known. Raises TransportError."""
        return None if self._sent is None else self._sent.holds(message_id)

    def check(self) -> str:
        """One sentence for `doctor`; raises TransportError."""
        self._connect().close()
        return f"SMTP {self._settings.host}:{self._settings.port}: listo para enviar como {self._address}."

    def _connect(self) -> SmtpLine:
        our_name = self._address.rpartition("@")[2]
        tokens = self._sign_ins.tokens(self._settings)
        with self._sign_ins.minded(self._settings):
            return SmtpLine(self._settings, our_name=our_name, tokens=tokens)

    def _send_one(
        self, line: SmtpLine, mail: OutgoingMail, go_on: Callable[[], bool]
    ) -> TransportError | None:
        try:
            recipient = _deliverable(mail.recipient, utf8=line.takes_utf8)
            copied = self._sent is not None and recipient.lower() != self._address
            copy = self._address if copied else None
            refusal = line.send(mail.content, sender=mail.sender, recipient=recipient, copy=copy, go_on=go_on)
        except TransportError as error:
            return error
        return None if refusal is None else _fault(refusal)


def _deliverable(address: str, *, utf8: bool) -> str:
    """The address for the envelope; the domain goes as IDNA, the rest as it is if the server takes UTF-8.

    Raises TransportError (permanent).
    """
    if _NO_ADDRESS.search(address):
        raise _unreachable("no address")
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise _unreachable(repr(error.reason if isinstance(error, UnicodeEncodeError) else "idna")) from None
    if not address.isascii() and not utf8:
        raise _unreachable("server without SMTPUTF8")
    return address


def _unreachable(detail: str) -> TransportError:
    return TransportError(
        "La dirección de destino lleva letras que nuestro servidor no admite: la respuesta no ha salido.",
        permanent=True,
        detail=detail,
    )


def _fault(refusal: Refusal) -> TransportError:
    """4xx: later (RFC 5321 §4.2.1). 5xx: never, unless it is our own address that is refused."""
    what = "la dirección de destino" if refusal.to == "RCPT" else "el mensaje"
    permanent = refusal.code >= 500
    if refusal.to == "MAIL":
        what, permanent = "nuestra dirección como remitente", False
    sentence = (
        f"El servidor de correo rechaza {what} (código {refusal.code}): la respuesta no ha salido."
        if refusal.code >= 500
        else f"El servidor de correo pide esperar (código {refusal.code}); se volverá a intentar."
    )
    words = refusal.message.decode("utf-8", "replace")
    return TransportError(sentence, permanent=permanent, detail=without_addresses(f"{refusal.code} {words}"))
