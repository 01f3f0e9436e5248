"""Texts to the phone on file. Every failure is a `TransportError`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the network says has become of one part of a text."""

    reference: str  #: the gateway's name of it
    outcome: Literal["delivered", "accepted", "failed"]  #: accepted: it took it, and will say no more
    detail: str = ""  #: its own word for it, for the log


class SmsGateway(Protocol):
    """Sends a text to a phone on file. One file each in `actions/sms/`, named by `kind`."""

    idempotent: bool  #: True: a key sent again does nothing; False: a repeat costs a second SMS

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        """Hand a text to the gateway; returns its name of each part, () when it will never tell of them.

        `number` is in E.164. A permanent TransportError also says: it may have gone out, do not repeat.
        """

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        """News of the parts `waiting`; at once, without news nothing.

        What is yielded is forgotten outside only when the next one is asked for: note it first.
        """

    def check(self) -> str: ...


class Texts(Protocol):
    """What has become of the texts that a gateway took."""

    def note(self, school: str, receipt: Receipt, *, now: datetime) -> None:
        """Into the ticket; one that could not be delivered goes to a person. Unknown ones are passed over."""

    def remind(self, school: str, *, sent_before: datetime, now: datetime) -> int:
        """Texts sent before then without a receipt go to a person, once; returns how many."""
