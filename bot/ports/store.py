"""What the store keeps between the steps of the journey: mails, decisions, effects, and whose mailbox it is.

Times are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.model.claim import Claim
from bot.model.decision import Decision, History, Thread
from bot.model.mail import InboundMessage, RawMail
from bot.model.match import Match
from bot.model.register import Register
from bot.model.ticket import Effect, Folder, TicketState


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
    received_at: datetime
    truncated: bool = False
    size: int = 0
    claim: int = 0  #: the store's mark of this claim: what changed after it makes an outcome stale


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that one mail's journey decided; recorded in one transaction."""

    mail: StoredMail
    message: InboundMessage
    claim: Claim  #: of this mail alone
    match: Match
    decision: Decision
    thread: Thread
    ticket: str  #: id of the (new or joined) ticket; readable, e.g. "LOMA-7F3K"
    token: str  #: unguessable subject token of the ticket
    state: TicketState  #: at once
    settles: TicketState | None = None  #: once all effects are done (e.g. WORKING -> SOLVED)
    folder: Folder
    effects: tuple[Effect, ...] = ()
    deadline: datetime | None = None  #: when a person should have acted
    account: str | None = None  #: guardian key whose account is regenerated
    joins: bool = False  #: True: belongs to `thread.ticket`
    flood: bool = False  #: its sender writes too much: what is for a person joins an open ticket of theirs


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """A decided mail that still lies in its IMAP folder."""

    mail: int
    uidvalidity: int
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


class Intake(Protocol):
    """From the mailbox into the store: committed before any flag or MOVE."""

    def acquire(self, school: str, owner: str, ttl: timedelta) -> Lease | None: ...
    def renew(self, leases: Collection[Lease], ttl: timedelta) -> frozenset[Lease]:
        """Prolong them; those that still hold are returned, the fence of the others has moved."""

    def release(self, lease: Lease) -> None:
        """Free it; who wants it has the first go."""

    def standing(self, ttl: timedelta) -> list[Standing]:
        """Every mailbox that is owned now, by leases of this length."""

    def want(self, schools: Collection[str], owner: str) -> None:
        """Ask the owners of these mailboxes to leave them for `owner`, unless another one has asked."""

    def looked(self, lease: Lease) -> None: ...
    def known_uids(self, lease: Lease, uidvalidity: int) -> frozenset[int]: ...
    def ingest(self, lease: Lease, mails: Sequence[RawMail]) -> int:
        """Commit the mails in one transaction; returns how many are new.

        A mail known by (uidvalidity, uid) is skipped; one known by content hash (redelivered,
        folder recreated) is recorded as a duplicate that only needs moving.
        """

    def moves(self, lease: Lease, uidvalidity: int) -> list[MoveOrder]: ...
    def moved(self, lease: Lease, mails: Iterable[int]) -> None: ...


class Desk(Protocol):
    """From stored mail to recorded outcome."""

    def claim_mails(self, school: str, limit: int, *, now: datetime) -> list[StoredMail]:
        """Claim unhandled mails, oldest first (SKIP LOCKED / BEGIN IMMEDIATE); claims expire."""

    def recover(self, school: str) -> int:
        """Take back mails that dead processes had claimed; only by the one who has just become the owner."""

    def find_thread(self, school: str, message: InboundMessage) -> tuple[Thread, str | None]:
        """The conversation this mail joins and its token.

        Joined by In-Reply-To/References or subject token *and* the sender's address; a token in a
        stranger's hands opens nothing.
        """

    def history(self, school: str, account: str | None, sender: str, *, now: datetime) -> History: ...
    def record(self, outcomes: Sequence[Outcome], *, now: datetime) -> list[Outcome]:
        """Decision, ticket, outbox rows and audit events of each outcome, all in one commit.

        Returns those that stand; the mails of the others come again.
        """

    def quarantine(self, mail: StoredMail, error: str, *, now: datetime) -> None: ...
    def set_back(self, school: str, *, now: datetime) -> None:
        """The process that thought about the claimed mails died of one of them: find out which one."""

    def register(self, school: str) -> Register: ...
    def register_version(self, school: str) -> str: ...
    def paused(self, school: str) -> bool: ...
    def waiting(self, schools: Collection[str], *, now: datetime) -> frozenset[str]:
        """Those that have mails to claim."""


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

    def delivered(self, item: OutboxItem, *, now: datetime, result: Mapping[str, object]) -> None:
        """Committed as `sent` with a JSON-able result for the later steps; the secret is wiped.

        When the last step of a plan is done, the ticket takes the state that the plan named.
        """

    def delivered_all(
        self, done: Sequence[tuple[OutboxItem, Mapping[str, object]]], *, now: datetime
    ) -> None:
        """The same for many deeds, in one commit."""

    def postponed(self, item: OutboxItem, *, error: str, retry_at: datetime) -> None: ...
    def failed(
        self, item: OutboxItem, *, sentence: str, detail: str, now: datetime, reason: str | None = None
    ) -> None:
        """Permanent: the ticket goes into the queue with this sentence, and under this reason if any."""
