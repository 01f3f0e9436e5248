"""What a school's cases amount to between two moments, for the overview and for monitoring."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import Connection, Engine, cast, func, select

from bot.model.decision import NOT_ME, Action
from bot.model.ticket import EffectKind
from bot.store.engine import reading
from bot.store.events import BOT
from bot.store.tables.columns import RowId
from bot.store.tables.schema import Status, decision, event, mail, outbox, ticket

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
