"""The queue as a person sifts it: what waits, filtered, searched, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, and_, func, select

from bot.store.cases.views import TicketRow, lines, urgent_first, waits
from bot.store.engine import read_as, read_rows, read_value, read_values
from bot.store.mails.desk import QUARANTINED
from bot.store.mails.search import looked_for
from bot.store.tables.schema import ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What somebody wants to see of the queue; all conditions hold together."""

    reason: str = ""
    course: str = ""
    owner: str = ""  #: only this person's
    also_other: bool = False
    quarantined: bool = False
    text: str = ""  #: number, name, address, phone; also finds what waits no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much waits, whatever the sieve."""

    waiting: int
    mine: int
    also_other: int
    quarantined: int
    reasons: Mapping[str, int]  #: the most frequent first
    courses: Sequence[str]


def sifted(
    engine: Engine, school: str, sieve: Sieve, *, limit: int, offset: int = 0
) -> tuple[list[TicketRow], int]:
    """A stretch of what waits, the oldest deadline first, and how much there is of it in all."""
    which = and_(*_conditions(school, sieve))
    number = read_value(engine, select(func.count()).where(ticket.c.school == school, which))
    rows = urgent_first(lines(school).where(which)).limit(limit).offset(offset)
    return read_as(engine, TicketRow, rows), number or 0


def counts(engine: Engine, school: str, owner: str) -> Counts:
    """The figures beside the filters; `owner`: who asks."""
    here = and_(ticket.c.school == school, waits(school))
    mine = func.count().filter(ticket.c.owner == owner)
    also = func.count().filter(ticket.c.also_other)
    rows = read_rows(
        engine,
        select(ticket.c.reason, func.count(), mine, also)
        .where(here)
        .group_by(ticket.c.reason)
        .order_by(func.count().desc(), ticket.c.reason),
    )
    courses = read_values(
        engine,
        select(ticket.c.course).distinct().where(here, ticket.c.course.is_not(None)).order_by("course"),
    )
    reasons = {row[0]: row[1] for row in rows if row[0]}
    return Counts(
        waiting=sum(row[1] for row in rows),
        mine=sum(row[2] for row in rows),
        also_other=sum(row[3] for row in rows),
        quarantined=reasons.get(QUARANTINED, 0),
        reasons=reasons,
        courses=[course for course in courses if course],
    )


def after(engine: Engine, school: str, number: str) -> str | None:
    """The case that comes after this one in the queue, or its first; None: nothing else waits."""
    others = select(ticket.c.number).where(
        ticket.c.school == school, waits(school), ticket.c.number != number
    )
    return read_value(engine, urgent_first(others).limit(1))


def _conditions(school: str, sieve: Sieve) -> Iterator[ColumnElement[bool]]:
    words = looked_for(sieve.text)
    for word in words:
        yield ticket.c.search.contains(word, autoescape=True)
    if not words:
        yield waits(school)
    if sieve.reason:
        yield ticket.c.reason == sieve.reason
    if sieve.course:
        yield ticket.c.course == sieve.course
    if sieve.owner:
        yield ticket.c.owner == sieve.owner
    if sieve.also_other:
        yield ticket.c.also_other.is_(True)
    if sieve.quarantined:
        yield ticket.c.reason == QUARANTINED
