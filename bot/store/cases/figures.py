"""What a school's cases amount to, and whether mail goes in and out: for the overview and for monitoring."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, Connection, Engine, cast, func, select

from bot.model.decision import NOT_ME, Action
from bot.model.ticket import EffectKind, TicketState
from bot.store.effects.outbox import TO_DO
from bot.store.engine import database_seconds, reading
from bot.store.events import BOT
from bot.store.tables.columns import RowId
from bot.store.tables.schema import (
    UNFINISHED,
    Status,
    decision,
    event,
    mail,
    mailbox_lease,
    one_of,
    outbox,
    school,
    ticket,
)

#: A mailbox is looked into each minute, and by a slow server at least every half hour (RFC 2177).
_UNREAD_S = 1800.0
_STEPS = ("approved", "asked", "answered", "rejected", "spam", "closed", "work_item_done", "differs",
    "handed_back",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened between two moments."""

    days: Mapping[date, Counter[Action]]  #: decisions by the day in the school's own time; no gaps
    reasons: Counter[str]  #: why cases went to a person
    languages: Counter[str]
    human_steps: int  #: taken by people
    denied: int  #: «no he sido yo»
    answers: Mapping[date, tuple[float, ...]]  #: seconds from arrival to answer, by the day of the decision

    @property
    def received(self) -> int:
        return sum(sum(day.values()) for day in self.days.values())

    def decided(self, action: Action) -> int:
        return sum(day[action] for day in self.days.values())

    def answer_quantile(self, percent: int, day: date | None = None) -> float | None:
        """Within how many seconds so many percent were answered (of that day); None without any."""
        days = self.answers.values() if day is None else (self.answers.get(day, ()),)
        spans = sorted(span for those in days for span in those)
        if not spans:
            return None
        place, between = divmod((len(spans) - 1) * percent, 100)
        following = spans[min(place + 1, len(spans) - 1)]
        return spans[place] + (following - spans[place]) * between / 100


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


def figures(engine: Engine, of: str, *, since: datetime, until: datetime, zone: tzinfo) -> Figures:
    """The figures of a school from `since` up to, not including, `until`."""
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    days: dict[date, Counter[Action]] = {
        first + timedelta(days=n): Counter() for n in range((last - first).days + 1)
    }
    reasons: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    denied = 0
    here = (decision.c.school == of, decision.c.at >= since, decision.c.at < until)
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=2000).execute(
            select(decision.c.at, decision.c.action, decision.c.reason, ticket.c.language)
            .join_from(decision, ticket)
            .where(*here)
        )
        for row in rows:
            days[row.at.astimezone(zone).date()][row.action] += 1
            denied += row.reason == NOT_ME
            if row.action is Action.ESCALATE and row.reason:
                reasons[row.reason] += 1
            if row.action is not Action.IGNORE:
                languages[row.language] += 1
        human = connection.scalar(
            select(func.count())
            .select_from(event)
            .where(
                event.c.school == of,
                event.c.at >= since,
                event.c.at < until,
                event.c.actor != BOT,
                event.c.kind.in_(_STEPS),
            )
        )
        answers = _answer_times(connection, of, since, until, zone)
    return Figures(
        days=days,
        reasons=reasons,
        languages=languages,
        human_steps=human or 0,
        denied=denied,
        answers=answers,
    )


def _answer_times(
    connection: Connection, of: str, since: datetime, until: datetime, zone: tzinfo
) -> dict[date, tuple[float, ...]]:
    """Of the first answers that the bot itself gave: plans are called after their mail."""
    rows = connection.execute(
        select(mail.c.received_at, outbox.c.created_at, outbox.c.finished_at)
        .join(mail, mail.c.id == cast(func.substr(outbox.c.plan, len("mail/") + 1), RowId))
        .where(
            outbox.c.school == of,
            outbox.c.created_at >= since,
            outbox.c.created_at < until,
            outbox.c.kind == EffectKind.REPLY,
            outbox.c.status == Status.SENT,
            outbox.c.plan.like("mail/%"),
        )
    )
    days: defaultdict[date, list[float]] = defaultdict(list)
    for row in rows:
        span = (row.finished_at - row.received_at).total_seconds()
        days[row.created_at.astimezone(zone).date()].append(max(span, 0.0))
    return {day: tuple(sorted(spans)) for day, spans in days.items()}


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
