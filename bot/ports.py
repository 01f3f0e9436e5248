"""What the journey needs from the outside, as protocols; adapters implement them.

Times are aware datetimes. Every adapter failure is a `TransportError`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

from bot.bell import Bell
from bot.errors import TransportError
from bot.model import (
    Claim,
    Decision,
    Effect,
    Folder,
    History,
    InboundMessage,
    Match,
    RawMail,
    Register,
    Thread,
    TicketState,
)

# --------------------------------------------------------------------------- store


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


# --------------------------------------------------------------------------- deeds outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose credentials are meant, in the words that a provider understands."""

    guardian: str  #: key in the register; of a pupil's account see `bot.bulk.choose`
    dni: str | None
    full_name: str
    emails: tuple[str, ...] = ()  #: nobody else's
    student: str | None = None  #: of a pupil's account: Nº Id. Escolar
    login: str | None = None  #: the account's name in that system, where a list tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInfo:
    """What a system tells of an account; nothing is changed by asking."""

    username: str
    last_sign_in: datetime | None = None  #: None: never, or the system does not tell
    suspended: bool = False  #: by an administrator
    must_change: bool = False  #: a temporary password that nobody has changed yet


@dataclass(frozen=True, slots=True)
class Order:
    """One password to set."""

    account: Account
    password: str
    key: str  #: idempotency key


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """What a system demands of a password."""

    min_length: int = 8
    max_length: int = 64
    needs: frozenset[Literal["lower", "upper", "digit", "symbol"]] = frozenset({"lower", "digit"})
    symbols: bool = True  #: False: letters and digits alone


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a provider set: the user name to tell, and until when the password holds."""

    username: str
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """One account of the `local` provider."""

    username: str
    guardian: str  #: key in the register
    password_hash: str  #: argon2id; "": none fits, a temporary one ran out
    valid_until: datetime  #: of a temporary password
    must_change: bool
    key: str  #: idempotency key of the last setting
    locked: bool = False  #: the school has shut its owner out


class AccountBook(Protocol):
    """Where the `local` provider keeps its accounts (one school's)."""

    def of_guardians(self, guardians: Collection[str]) -> Mapping[str, BookEntry]:
        """The accounts of those who have one."""

    def of_username(self, username: str) -> BookEntry | None: ...
    def taken(self, usernames: Collection[str]) -> Collection[str]:
        """Those that are somebody's already."""

    def put(self, entries: Sequence[BookEntry]) -> None:
        """Insert or replace by user name, in one commit."""


class CredentialProvider(Protocol):
    """A system that holds accounts. One file each in `actions/credentials/`, named by `kind`."""

    kind: str
    assisted: bool  #: True: a person does it (Séneca), we only prepare the work item
    policy: PasswordPolicy  #: temporary passwords are made to fit it

    def look_up(self, account: Account) -> AccountInfo:
        """The account of this person. Raises NoAccount."""

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        """Set this very password, valid 48 h, to be changed at first entry; a locked account is unlocked.

        Idempotent: again with the same key and password changes nothing. Raises NoAccount,
        AccountSuspended.
        """

    def revoke(self, account: Account, *, now: datetime) -> None:
        """A temporary password that nobody has changed yet holds no longer; harmless to repeat."""

    def verify(self, username: str, password: str, *, now: datetime) -> str:
        """One of "ok", "must_change", "expired", "wrong": for tests and `doctor`."""

    def check(self) -> str:
        """One Spanish sentence for `doctor`; raises TransportError when unusable."""


@runtime_checkable
class Batching(CredentialProvider, Protocol):
    """A provider that takes many accounts at once, faster than one by one.

    One result for each, in order; a single account's failure is among the results, never raised.
    """

    batch: int  #: how many at once

    def look_up_many(self, accounts: Sequence[Account]) -> list[AccountInfo | TransportError]: ...
    def set_passwords(
        self, orders: Sequence[Order], *, now: datetime
    ) -> list[Credentials | TransportError]: ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the network says has become of one part of a text."""

    reference: str  #: the gateway's name of it
    outcome: Literal["delivered", "accepted", "failed"]  #: accepted: it took it, and will say no more
    detail: str = ""  #: its own word for it, for the log


class SmsGateway(Protocol):
    """Sends a text to a phone on file. One file each in `actions/sms/`, named by `kind`."""

    kind: str
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
