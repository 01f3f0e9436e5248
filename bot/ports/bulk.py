"""A reset of many pupils' accounts as values, and where it is kept: intent before deed, here too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ports.accounts import Account


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


class Overtaken(Exception):  # noqa: N818 - a fact
    """Another process works on this reset now: stop at once."""
