"""What waits to be done for each of many schools, in one look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, func, select

from bot.ports.store import Agenda
from bot.store.effects.outbox import TO_DO, due_at
from bot.store.effects.texts import NEWS_MAY_COME
from bot.store.engine import reading
from bot.store.tables.columns import Moment
from bot.store.tables.schema import one_of, outbox, school, sms_part


def agenda(engine: Engine, schools: Collection[str], now: datetime) -> Agenda:
    """What these schools have to deliver; nothing of one that is paused, but that it is."""
    with reading(engine) as connection:
        paused = frozenset(
            connection.scalars(
                select(school.c.school).where(school.c.school.in_(schools), school.c.paused_at.is_not(None))
            )
        )
        active = [one for one in schools if one not in paused]
        first = func.min(due_at(now), type_=Moment)
        due = connection.execute(
            select(outbox.c.school, first)
            .where(outbox.c.school.in_(active), one_of(outbox.c.status, TO_DO))
            .group_by(outbox.c.school)
        ).all()
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for row in connection.execute(
            select(sms_part.c.school, sms_part.c.reference)
            .where(sms_part.c.school.in_(active), one_of(sms_part.c.state, NEWS_MAY_COME))
            .order_by(sms_part.c.sent_at)
        ):
            texts[row.school].append(row.reference)
    return Agenda(paused=paused, due={row[0]: row[1] for row in due}, texts=texts)
