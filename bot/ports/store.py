"""What the store keeps between the steps of the journey: mails, decisions, effects, and whose mailbox it is.

Times are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.model.case import Case
from bot.model.ticket import Effect, Folder, Plan


@dataclass(frozen=True, slots=True)
class Lease:
    """Proof that this process owns a school's mailbox; every write of the owner checks `fence`."""

    school: str
    owner: str
    fence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A mailbox that somebody owns now."""

    school: str
    owner: str
    wanted_by: str | None = None  #: another worker, for whom it is to be left


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """A mail committed to the store and claimed for one journey."""

    id: int
    school: str
    content: bytes
    truncated: bool
    claim: int  #: the store's mark of this claim: what changed after it makes an outcome stale


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that one mail's journey decided; recorded in one transaction."""

    mail: StoredMail
    case: Case
    plan: Plan
    ticket: str  #: id of the (new or joined) ticket; readable, e.g. "LOMA-7F3K"
    token: str  #: unguessable subject token of the ticket
    joins: bool = False  #: True: the ticket is there already
    flood: bool = False  #: its sender writes too much: what is for a person joins an open ticket of theirs


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """A decided mail that still lies in its IMAP folder."""

    mail: int
    uid: int
    folder: Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """One effect, claimed for delivery."""

    id: int
    school: str
    ticket: str
    effect: Effect  #: with `secret` decrypted
    attempts: int  #: earlier tries
    found_sending: bool  #: a crash left it half-done: look before you repeat
    begun: bool = False  #: an earlier try said `begin`, and nobody knows what became of it
    results: Mapping[str, object] = field(default_factory=dict)  #: of the earlier steps, merged


class StaleLease(Exception):  # noqa: N818 - a fact, not an error to show
    """Somebody else owns the mailbox now: stop at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What some schools have to deliver at one moment; one that is paused has nothing."""

    paused: frozenset[str]
    due: Mapping[str, datetime]  #: when the first of a school's effects is
    texts: Mapping[str, Sequence[str]]  #: the parts of which news may still come, oldest first


class Outbox(Protocol):
    """Effects waiting to be done, each once."""

    def claim_due(self, school: str, limit: int, *, now: datetime) -> list[OutboxItem]:
        """Due effects whose earlier steps are done; each is committed as `sending` first."""

    def recover(self, school: str) -> int:
        """Take back what dead processes had begun; only by the one who has just become the owner."""

    def begin(self, item: OutboxItem, *, now: datetime) -> None:
        """Committed before a deed that must never be repeated. Raises StaleLease when another has it."""

    def put_back(self, items: Sequence[OutboxItem]) -> None:
        """Claimed but not begun: due again at once, as if never claimed."""

    def delivered(self, done: Sequence[tuple[OutboxItem, Mapping[str, object]]], *, now: datetime) -> None:
        """Committed as `sent`, together, with JSON-able results for the later steps; secrets are wiped.

        When the last step of a plan is done, the ticket takes the state that the plan named.
        """

    def postponed(self, item: OutboxItem, *, error: str, retry_at: datetime) -> None: ...
    def failed(
        self, item: OutboxItem, *, sentence: str, detail: str, now: datetime, reason: str | None = None
    ) -> None:
        """Permanent: the ticket goes into the queue with this sentence, and under this reason if any."""
