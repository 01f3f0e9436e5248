"""What people are shown of the store: tickets, their mails, planned effects and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, or_, select

from bot.model.claim import Claim
from bot.model.decision import Decision
from bot.model.match import Match
from bot.model.ticket import EffectKind, TicketState
from bot.store.engine import Query, columns_of, read_as
from bot.store.events import Event
from bot.store.tables.codec import CLAIM, DECISION, MATCH
from bot.store.tables.schema import MailState, Status, decision, mail, of_case, one_of, outbox, ticket

MOST_MAILS = 100  #: of one case that a person is shown: a flood makes one case of thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    """A ticket as a line of a list."""

    school: str
    number: str
    token: str
    state: TicketState
    reason: str | None
    problem: str | None  #: Spanish sentence: what failed
    owner: str | None
    deadline: datetime | None
    sender: str
    subject: str
    language: str
    account: str | None  #: guardian key
    asked: int
    also_other: bool
    version: int  #: to be given back with a step: optimistic concurrency
    held_by: str | None  #: who is looking at it, until `held_until`
    held_until: datetime | None
    course: str | None  #: as the family writes it
    created_at: datetime
    updated_at: datetime
    work_item: bool  #: something to be done in Séneca waits for a person

    def holder(self, now: datetime) -> str | None:
        """Who is looking at it now, if anybody."""
        return self.held_by if self.held_until is not None and self.held_until > now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail of a ticket, with what was decided about it (None: not decided, quarantined)."""

    id: int
    received_at: datetime
    sender: str
    subject: str
    state: MailState
    truncated: bool
    error: str | None
    content: bytes | None  #: None once its retention time is over
    claim: Claim | None
    match: Match | None
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """A planned effect; its secret is never shown."""

    id: int
    key: str
    ticket: str
    plan: str
    step: int
    kind: EffectKind
    payload: Mapping[str, object]
    status: Status
    attempts: int
    not_before: datetime
    result: Mapping[str, object] | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFile:
    """All that is known of one ticket."""

    ticket: TicketRow
    mails: tuple[MailRow, ...]
    earlier: int  #: mails that are not among `mails`, since they are too many to be looked at
    effects: tuple[EffectRow, ...]
    events: tuple[Event, ...]


def by_hand(school: str) -> ColumnElement[bool]:
    """Does something of a ticket wait for a person in Séneca?"""
    waiting = select(outbox.c.ticket).where(
        outbox.c.school == school, one_of(outbox.c.status, (Status.WAITING,))
    )
    return ticket.c.number.in_(waiting)


def waits(school: str) -> ColumnElement[bool]:
    """Does a ticket wait for a person: is it open, or is something to be done in Séneca?"""
    return or_(ticket.c.state == TicketState.OPEN, by_hand(school))


def urgent_first(query: Query) -> Query:
    """The order of the queue."""
    return query.order_by(
        ticket.c.deadline.is_(None), ticket.c.deadline, ticket.c.created_at, ticket.c.number
    )


def lines(school: str) -> Query:
    """The columns of TicketRow, of one school."""
    return select(*columns_of(ticket, TicketRow), by_hand(school).label("work_item")).where(
        ticket.c.school == school
    )


def mails_of(engine: Engine, school: str, number: str, *which: ColumnElement[bool]) -> list[MailRow]:
    """The mails of a ticket in the order of their arrival, the latest `MOST_MAILS`, with what was decided."""
    query = (
        select(*columns_of(mail, MailRow), decision.c.claim, decision.c.match, decision.c.decision)
        .join_from(mail, decision, isouter=True)
        .where(of_case(mail, school, number), *which)
        .order_by(mail.c.id.desc())
        .limit(MOST_MAILS)
    )
    return read_as(engine, _mail_row, query)[::-1]


def _mail_row(*, claim: str | None, match: str | None, decision: str | None, **columns: Any) -> MailRow:
    return MailRow(
        **columns,
        claim=CLAIM.load(claim) if claim else None,
        match=MATCH.load(match) if match else None,
        decision=DECISION.load(decision) if decision else None,
    )


def effects_where(engine: Engine, school: str, which: ColumnElement[bool]) -> list[EffectRow]:
    """The effects that `which` chooses, oldest first."""
    query = (
        select(*columns_of(outbox, EffectRow)).where(outbox.c.school == school, which).order_by(outbox.c.id)
    )
    return read_as(engine, EffectRow, query)
