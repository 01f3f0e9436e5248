"""Plans: the effects of one mail's decision or of one human step, in the outbox.

A plan's later steps wait for the earlier ones; when all are done, the ticket takes the state that the
plan named, unless a newer plan has taken its place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update

from bot.model import Effect, EffectKind, TicketState
from bot.store.engine import insert
from bot.store.events import Ledger
from bot.store.fingerprint import clean, indexable_id
from bot.store.schema import Status, outbox, regeneration, ticket
from bot.store.secrets import SecretBox

OPEN = (Status.PENDING, Status.WAITING, Status.SENDING)  #: not over yet
_CREDENTIALS = (EffectKind.SET_PASSWORD, EffectKind.WORK_ITEM)


def effect_rows(
    effects: Sequence[Effect],
    box: SecretBox,
    *,
    school: str,
    number: str,
    plan: str,
    settles: TicketState | None,
    answers: str | None,
    now: datetime,
) -> list[dict[str, object]]:
    """The outbox rows of a plan.

    Of a mail's payload the store reads `message_id` (to recognise the answers to it) and `to` (to
    count what one address gets); `answers` is the sender whom the machine answers, None for a person's.
    """
    return [
        {
            "school": school,
            "key": effect.key,
            "ticket": number,
            "plan": plan,
            "settles": settles,
            "step": effect.step,
            "kind": effect.kind,
            "payload": dict(effect.payload),
            "secret": None if effect.secret is None else box.seal(effect.secret),
            "status": Status.WAITING if effect.kind is EffectKind.WORK_ITEM else Status.PENDING,
            "attempts": 0,
            "not_before": now,
            "message_id": indexable_id(_text(effect, "message_id")),
            "recipient": clean(_text(effect, "to").lower(), 320) or None,
            "answers": answers if effect.kind is EffectKind.REPLY else None,
            "created_at": now,
        }
        for effect in sorted(effects, key=lambda e: e.step)
    ]


def put(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Plan them; an effect whose key is known is planned already."""
    if rows:
        connection.execute(insert(connection, outbox).on_conflict_do_nothing(), list(rows))


def settle(connection: Connection, log: Ledger, plans: Collection[str], *, now: datetime) -> None:
    """Give the tickets of those plans that are wholly done the state that was named for then."""
    rows = connection.execute(
        select(outbox.c.plan, outbox.c.ticket, outbox.c.settles)
        .join(
            ticket,
            (ticket.c.school == outbox.c.school)
            & (ticket.c.number == outbox.c.ticket)
            & (ticket.c.plan == outbox.c.plan),
        )
        .where(outbox.c.school == log.school, outbox.c.plan.in_(plans))
        .group_by(outbox.c.plan, outbox.c.ticket, outbox.c.settles)
        .having(func.count().filter(outbox.c.status != Status.SENT) == 0)
    ).all()
    for row in rows:
        if row.settles is not None:
            seq = log.note("settled", {"state": row.settles}, at=now, ticket=row.ticket)
            connection.execute(
                update(ticket)
                .where(ticket.c.school == log.school, ticket.c.number == row.ticket)
                .values(state=row.settles, version=seq, updated_at=now)
            )


def cancel(connection: Connection, log: Ledger, which: ColumnElement[bool], *, now: datetime) -> int:
    """Call off what has not begun; secrets are wiped. A deed under way is left to end.

    A plan whose credentials were never set no longer counts towards the limits of row 14.
    """
    rows = connection.execute(
        update(outbox)
        .where(outbox.c.school == log.school, which, outbox.c.status.in_((Status.PENDING, Status.WAITING)))
        .values(status=Status.CANCELLED, secret=None, finished_at=now)
        .returning(outbox.c.id, outbox.c.ticket, outbox.c.kind, outbox.c.plan)
    ).all()
    for row in sorted(rows):
        log.note("effect_cancelled", named(row), at=now, ticket=row.ticket)
    forget_unset(connection, log, {row.plan for row in rows})
    return len(rows)


def forget_unset(connection: Connection, log: Ledger, plans: Collection[str]) -> None:
    """Uncount the regenerations of plans whose credentials were not and will not be set."""
    if plans:
        alive = select(outbox.c.plan).where(
            outbox.c.school == log.school,
            outbox.c.kind.in_(_CREDENTIALS),
            outbox.c.status.in_((*OPEN, Status.SENT)),
        )
        connection.execute(
            delete(regeneration).where(
                regeneration.c.school == log.school,
                regeneration.c.plan.in_(plans),
                regeneration.c.plan.not_in(alive.where(outbox.c.plan.in_(plans))),
            )
        )


def named(row: Row[*tuple[Any, ...]]) -> dict[str, object]:
    """How an event names an effect."""
    return {"effect": row.id, "effect_kind": row.kind}


def _text(effect: Effect, name: str) -> str:
    value = effect.payload.get(name)
    return value if isinstance(value, str) else ""
