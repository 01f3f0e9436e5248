"""A reset of many pupils' accounts as values, and where it is kept: intent before deed, here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.ports.accounts import Account

PASSWORDS_HOLD = timedelta(hours=48)  #: as long as any temporary password


class BulkState(StrEnum):
    """How far one pupil's account has come."""

    WAITING = "waiting"  #: found, to be set
    ACTIVE = "active"  #: has signed in before: left alone unless asked for
    MISSING = "missing"  #: no account, or none that is surely theirs
    SENDING = "sending"  #: the password is committed; it may have been set
    SET = "set"
    FAILED = "failed"  #: for good


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkItem:
    """One pupil of a reset."""

    number: int  #: place in the list
    account: Account
    name: str  #: "surnames, given"
    unit: str
    state: BulkState
    username: str = ""
    last_sign_in: datetime | None = None
    password: str | None = None  #: encrypted at rest, wiped once the sheet is written
    valid_until: datetime | None = None
    problem: str = ""  #: Spanish sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRun:
    """One reset: what was asked, by whom, and every pupil of it."""

    id: int
    school: str
    system: str  #: name of `[school.systems.NAME]`; "" is `[school.credentials]`
    section: str
    requested_by: str  #: the teacher
    even_active: bool
    created_at: datetime
    items: tuple[BulkItem, ...]

    def of(self, *states: BulkState) -> tuple[BulkItem, ...]:
        """The items in these states, in their order."""
        return tuple(item for item in self.items if item.state in states)

    @property
    def unfinished(self) -> tuple[BulkItem, ...]:
        """What is still to be done; what may have been set already comes first."""
        todo = (BulkState.WAITING, BulkState.ACTIVE) if self.even_active else (BulkState.WAITING,)
        return self.of(BulkState.SENDING) + self.of(*todo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How the passwords of a reset reach the teacher who asked for it in the console."""

    run: int
    school: str
    user: int  #: of the console
    name: str  #: the user's full name
    to: str  #: the teacher's institutional address
    message_id: str  #: of the mail, made before it is sent
    phrase: str | None = None  #: opens the attachment; encrypted at rest
    begun_at: datetime | None = None  #: the mail was handed over, or was about to be
    sent_at: datetime | None = None
    fetched_at: datetime | None = None
    problem: str = ""  #: Spanish sentence: why no mail went out

    @property
    def settled(self) -> bool:
        """Nothing is left to be done but to fetch the sheet."""
        return self.sent_at is not None or bool(self.problem)


class Deliveries(Protocol):
    """Where deliveries are kept; who works on one has claimed it."""

    def claim(self, run: int, owner: str, *, now: datetime) -> bool:
        """May `owner` work on it for the next two minutes? False: another does."""

    def renew(self, run: int, owner: str, *, now: datetime) -> None:
        """Two minutes more. Raises Overtaken when another has it now."""

    def release(self, run: int, owner: str) -> None: ...
    def of(self, school: str, run: int) -> Delivery:
        """Raises InputError when there is none."""

    def begun(self, run: int, *, now: datetime) -> None: ...
    def settle(self, run: BulkRun, *, problem: str, keep: bool, actor: str, now: datetime) -> None:
        """The mail is out, or `problem` says why not. Unless `keep`, the passwords are wiped."""


class Overtaken(Exception):  # noqa: N818 - a fact
    """Another process works on this reset now: stop at once."""


class BulkBook(Protocol):
    """Where resets are kept."""

    def start(
        self,
        *,
        school: str,
        system: str,
        section: str,
        requested_by: str,
        even_active: bool,
        items: Sequence[BulkItem],
        actor: str,
        now: datetime,
    ) -> int:
        """Commit a list; returns the number of the reset."""

    def run(self, school: str, number: int) -> BulkRun:
        """A reset with its passwords. Raises InputError when there is none of that number."""

    def sending(self, run: BulkRun, items: Sequence[BulkItem], *, until: datetime) -> None:
        """Commit the passwords of these items before they are set, and until when they hold at most."""

    def noted(self, run: BulkRun, items: Sequence[BulkItem]) -> None:
        """Commit how it went: state, user name, validity, problem."""

    def over(self, school: str, system: str, *, now: datetime) -> Sequence[tuple[int, int, Account]]:
        """(reset, item, account) of passwords whose time is over and that nobody has looked after yet."""

    def ended(self, run: int, number: int, *, now: datetime) -> None:
        """It was taken back, or its owner had changed it; one that was never known to be set has failed."""

    def finished(self, run: BulkRun, *, actor: str, now: datetime) -> None:
        """The sheet is written: the passwords are wiped, and the audit trail says how many were set."""
