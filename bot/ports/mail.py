"""The mailbox and the way out for mails. Every failure is a `TransportError`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import TransportError


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail of ours, ready for SMTP. The Message-ID was made before the deed."""

    message_id: str
    sender: str
    recipient: str
    content: bytes


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

    def sms(self, language: str, *, username: str, password: str) -> str: ...
