"""What happens outside, where a case stands, and who works with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EffectKind(StrEnum):
    SET_PASSWORD = "set_password"  # noqa: S105 - a kind, not a password
    SMS = "sms"
    REPLY = "reply"  #: the answer to the mail
    NOTICE = "notice"  #: to the guardian's own address on file, or to the coordinator
    WORK_ITEM = "work_item"  #: something a person does in Séneca
    REVOKE = "revoke"  #: the owner says "no he sido yo": the temporary password holds no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One deed outside, planned and committed before it is done.

    Effects of one plan are done in the order of `step`; a later one waits for the earlier ones.
    """

    kind: EffectKind
    key: str  #: idempotency key, unique for ever
    step: int
    payload: Mapping[str, object]  #: JSON-able, nothing secret
    secret: str | None = None  #: a password: encrypted at rest, wiped when delivered


class TicketState(StrEnum):
    OPEN = "open"  #: waits for a person (the review queue)
    WAITING = "waiting"  #: waits for the family
    WORKING = "working"  #: effects under way, or a work item in Séneca
    SOLVED = "solved"
    CLOSED = "closed"
    IGNORED = "ignored"


class Folder(StrEnum):
    """Where a mail ends up in the mailbox."""

    DONE = "Procesados"
    REVIEW = "Revision"
    IGNORED = "Ignorados"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where a mail and its ticket go, and what is done outside."""

    state: TicketState
    folder: Folder
    settles: TicketState | None = None  #: once all effects are done
    effects: tuple[Effect, ...] = ()
    deadline: datetime | None = None  #: when a person should have acted
    account: str | None = None  #: guardian key whose account is regenerated


class Role(StrEnum):
    """What somebody may do in one school."""

    COORDINATOR = "coordinator"  #: decides the cases of the queue
    STAFF = "staff"  #: renews the keys of their own sections
    ADMIN = "admin"  #: all a coordinator may, and users, rules, enrolment
