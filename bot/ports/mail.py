"""The mailbox and the way out for mails. Every failure is a `TransportError`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.errors import TransportError
from bot.model.mail import RawMail
from bot.model.ticket import Folder
from bot.system.bell import Bell


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail of ours, ready for SMTP. The Message-ID was made before the deed."""

    message_id: str
    sender: str
    recipient: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Mailbox(Protocol):
    """One connected IMAP folder. Every failure is a TransportError."""

    @property
    def uidvalidity(self) -> int: ...
    def fetch_new(self, known: frozenset[int], limit: int, *, after: int = 0) -> list[RawMail]:
        """Mails whose UID is above `after` and not known yet, lowest first; nothing is flagged."""

    def idle(self, wake: Bell) -> None:
        """Wait for news: IDLE with the poll interval as net; returns as soon as `wake` rings."""

    def move(self, uids: Sequence[int], folder: Folder) -> None: ...
    def close(self) -> None: ...


class MailSender(Protocol):
    """SMTP, one connection a batch."""

    def send(
        self, mails: Iterable[OutgoingMail], go_on: Callable[[], bool] = lambda: True
    ) -> list[TransportError | None]:
        """One result a mail, in order; never raises for a single mail's refusal.

        `go_on` is asked at the last moment, when the server waits for a mail's text: False ends the batch,
        with results for the mails before; what it raises, ends it too.
        """

    def was_sent(self, message_id: str) -> bool | None:
        """Did a crashed try reach the server (our copy in Sent)? None: cannot be known."""

    def check(self) -> str: ...


class Composer(Protocol):
    """Turns a template and its context into a mail of ours."""

    def compose(
        self, payload: Mapping[str, object], results: Mapping[str, object], *, now: datetime
    ) -> OutgoingMail:
        """A REPLY or NOTICE payload (see `actions.plan`) and the earlier steps' results as a mail."""

    def sms(self, language: str, *, username: str, password: str, valid_until: datetime) -> str: ...
