"""Temporary passwords that nobody changed in 48 hours end at the provider too (POLICY §3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from bot.model import Effect, EffectKind
from bot.store.plans import effect_rows, put
from bot.store.schema import Status, outbox, regeneration
from bot.store.secrets import SecretBox

_VALID = timedelta(hours=48)
_LOOK_BACK = timedelta(days=7)  #: a program that stood still for longer leaves them alone


def plan_expiries(connection: Connection, box: SecretBox, school: str, *, now: datetime) -> None:
    """Plan a revocation for each password that ran out; one that is planned already is not planned again.

    What its owner has changed meanwhile the provider leaves alone.
    """
    over = now - _VALID
    for row in connection.execute(
        select(outbox.c.key, outbox.c.ticket, outbox.c.payload, outbox.c.finished_at, regeneration.c.account)
        .join(regeneration, and_(regeneration.c.plan == outbox.c.plan, regeneration.c.school == school))
        .where(
            outbox.c.school == school,
            outbox.c.kind == EffectKind.SET_PASSWORD,
            outbox.c.status == Status.SENT,
            outbox.c.finished_at.between(over - _LOOK_BACK, over),
        )
    ).all():
        if _renewed_since(connection, school, row):
            continue
        key = f"{row.key}/expiry"
        effect = Effect(kind=EffectKind.REVOKE, key=key, step=0, payload=row.payload)
        put(
            connection,
            effect_rows(
                [effect],
                box,
                school=school,
                number=row.ticket,
                plan=key[-64:],
                settles=None,
                answers=None,
                now=now,
            ),
        )


def _renewed_since(connection: Connection, school: str, row: Row[*tuple[Any, ...]]) -> bool:
    """The newer password has an end of its own."""
    newer = select(regeneration.c.id).where(
        regeneration.c.school == school,
        regeneration.c.account == row.account,
        regeneration.c.at > row.finished_at,
    )
    return connection.execute(newer.limit(1)).first() is not None
