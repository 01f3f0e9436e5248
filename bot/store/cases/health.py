"""Whether a school's mail goes in and out at this moment: for its pages, `doctor` and monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, func, select

from bot.model.ticket import TicketState
from bot.store.effects.outbox import TO_DO
from bot.store.engine import database_seconds, reading
from bot.store.tables.schema import (
    UNFINISHED,
    Status,
    mail,
    mailbox_lease,
    one_of,
    outbox,
    school,
    ticket,
)

#: A mailbox is looked into each minute, and by a slow server at least every half hour (RFC 2177).
_UNREAD_S = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a school's mail stands at this moment; ages in seconds, 0 without anything that waits."""

    mails_waiting: int
    oldest_mail_s: float
    queue: int  #: cases that wait for a person
    overdue: int  #: of those, past their deadline
    oldest_case_s: float
    effects_due: int
    oldest_effect_s: float
    failed_24h: int  #: effects given up in the last 24 hours
    read_s: float | None  #: since the mailbox was last looked into; None: never
    owned: bool  #: a living worker holds the mailbox
    paused: bool

    @property
    def read(self) -> bool:
        """A worker is there, and the mail server lets it in."""
        return self.owned and self.read_s is not None and self.read_s <= _UNREAD_S


def health(engine: Engine, of: str, *, now: datetime) -> Health:
    """How the school's mail stands at `now`."""

    def age(moment: datetime | None) -> float:
        return 0.0 if moment is None else max((now - moment).total_seconds(), 0.0)

    unread = (mail.c.school == of, one_of(mail.c.state, UNFINISHED))
    queued = (ticket.c.school == of, ticket.c.state == TicketState.OPEN)
    due = (
        outbox.c.school == of,
        one_of(outbox.c.status, TO_DO),
        outbox.c.not_before <= now,
    )
    given_up = (
        outbox.c.school == of,
        outbox.c.status == Status.FAILED,
        outbox.c.finished_at >= now - timedelta(days=1),
    )
    counted = func.count()
    held = (mailbox_lease.c.expires_at > database_seconds()).label("held")
    with reading(engine) as connection:

        def waiting(since: ColumnElement[datetime], *which: ColumnElement[bool]) -> tuple[int, float]:
            """How many there are, and the age of the oldest."""
            row = connection.execute(select(counted, func.min(since)).where(*which)).one()
            return row[0], age(row[1])

        mails, oldest_mail_s = waiting(mail.c.received_at, *unread)
        cases, oldest_case_s = waiting(ticket.c.updated_at, *queued)
        effects, oldest_effect_s = waiting(outbox.c.not_before, *due)
        overdue = connection.scalar(select(counted).where(*queued, ticket.c.deadline < now))
        failed = connection.scalar(select(counted).where(*given_up))
        paused = connection.scalar(select(school.c.paused_at).where(school.c.school == of))
        lease = connection.execute(
            select(mailbox_lease.c.read_at, held).where(mailbox_lease.c.school == of)
        ).one_or_none()
    read_at = lease.read_at if lease else None
    return Health(
        mails_waiting=mails,
        oldest_mail_s=oldest_mail_s,
        queue=cases,
        overdue=overdue or 0,
        oldest_case_s=oldest_case_s,
        effects_due=effects,
        oldest_effect_s=oldest_effect_s,
        failed_24h=failed or 0,
        read_s=None if read_at is None else age(read_at),
        owned=bool(lease and lease.held),
        paused=paused is not None,
    )
