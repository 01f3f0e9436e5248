"""What people did about a case after the bot had decided, and what families said of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from bot.model.decision import NOT_ME
from bot.store.engine import reading
from bot.store.tables.schema import decision, event, regeneration

APPROVED = "approved"
_STEPS = (APPROVED, "rejected", "spam", "asked", "answered", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a ticket."""

    at: datetime
    kind: str  #: of the event; NOT_ME
    account: str | None = None  #: guardian key, of APPROVED


def steps_by_ticket(engine: Engine, school: str) -> dict[str, list[Step]]:
    """The human steps and the reports of each ticket, oldest first."""
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    with reading(engine) as connection:
        accounts = dict(
            connection.execute(
                select(regeneration.c.seq, regeneration.c.account).where(regeneration.c.school == school)
            ).all()
        )
        for row in connection.execute(
            select(event.c.ticket, event.c.at, event.c.kind, event.c.seq)
            .where(event.c.school == school, event.c.kind.in_(_STEPS), event.c.ticket.is_not(None))
            .order_by(event.c.seq)
        ):
            steps[row.ticket].append(Step(at=row.at, kind=row.kind, account=accounts.get(row.seq)))
        for ticket, at in connection.execute(
            select(decision.c.ticket, decision.c.at).where(
                decision.c.school == school, decision.c.reason == NOT_ME
            )
        ):
            steps[ticket].append(Step(at=at, kind=NOT_ME))
    return {ticket: sorted(found, key=lambda s: s.at) for ticket, found in steps.items()}
