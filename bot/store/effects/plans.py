"""Plans: the effects of one mail's decision or of one human step, in the outbox.

A plan's later steps wait for the earlier ones; when all are done, the ticket takes the state that the
plan named, unless a newer plan has taken its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, case, delete, select, tuple_, update

from bot.model.ticket import Effect, EffectKind, TicketState
from bot.store.engine import Found, insert
from bot.store.events import Ledger
from bot.store.secrets import SecretBox
from bot.store.tables.schema import Status, outbox, regeneration, ticket
from bot.store.tables.text import clean, indexable_id

#: Not begun: can still be called off.
UNBEGUN = (Status.PLANNED, Status.PENDING, Status.WAITING)
_ALIVE = (*UNBEGUN, Status.SENDING, Status.SENT)
_EXPIRY = "/expiry"  #: marks the plan by which a temporary password ends
#: Effects that end a password: they come whatever else is decided about their ticket.
EXPIRES = outbox.c.plan.like(f"%{_EXPIRY}")
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
    not_before: datetime | None = None,
    answer_at: datetime | None = None,
) -> list[dict[str, object]]:
    """The outbox rows of a plan.

    Of a mail's payload the store reads `message_id` (to recognise the answers to it) and `to` (to
    count what one address gets); `answers` is the sender whom the machine answers, None for a person's.
    Nothing is sent before `not_before`, and no answer before `answer_at`.
    """
    first = min((effect.step for effect in effects), default=0)
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
            "status": _due(effect.kind) if effect.step == first else Status.PLANNED,
            "attempts": 0,
            "not_before": not_before or (answer_at if effect.kind is EffectKind.REPLY else None) or now,
            "message_id": indexable_id(_text(effect, "message_id")),
            "recipient": clean(_text(effect, "to").lower(), 320) or None,
            "answers": answers if effect.kind is EffectKind.REPLY else None,
            "created_at": now,
        }
        for effect in sorted(effects, key=lambda e: e.step)
    ]


def put(log: Ledger, rows: Sequence[dict[str, object]]) -> None:
    """Plan them; an effect whose key is known is planned already."""
    if rows:
        log.connection.execute(insert(log.connection, outbox).on_conflict_do_nothing(), list(rows))


def advance(log: Ledger, touched: Collection[str], *, now: datetime) -> None:
    """Some effects of these plans are done: their next steps become due, and plans wholly done settle."""
    unsent: dict[str, list[int]] = {plan: [] for plan in touched}
    settles: dict[str, tuple[str, TicketState]] = {}  # plan -> ticket, state
    for row in log.connection.execute(
        select(outbox.c.plan, outbox.c.ticket, outbox.c.settles, outbox.c.step, outbox.c.status).where(
            outbox.c.school == log.school, outbox.c.plan.in_(touched)
        )
    ):
        if row.status is not Status.SENT:
            unsent[row.plan].append(row.step)
        elif row.settles is not None:
            settles[row.plan] = (row.ticket, row.settles)
    _release(log, {plan: min(steps) for plan, steps in unsent.items() if steps})
    _settle(log, {p: then for p, then in settles.items() if not unsent[p]}, now=now)


def _release(log: Ledger, steps: Mapping[str, int]) -> None:
    """Let these steps of these plans be done."""
    if steps:
        log.connection.execute(
            update(outbox)
            .where(
                outbox.c.school == log.school,
                outbox.c.plan.in_(steps),
                tuple_(outbox.c.plan, outbox.c.step).in_(steps.items()),
                outbox.c.status == Status.PLANNED,
            )
            .values(
                status=case((outbox.c.kind == EffectKind.WORK_ITEM, Status.WAITING), else_=Status.PENDING)
            )
        )


def _settle(log: Ledger, done: Mapping[str, tuple[str, TicketState]], *, now: datetime) -> None:
    """Give the tickets of finished plans the state that was named for then."""
    if not done:
        return
    rows = log.connection.execute(
        select(ticket.c.number, ticket.c.plan).where(
            ticket.c.school == log.school,
            ticket.c.number.in_({number for number, _ in done.values()}),
            ticket.c.plan.in_(done),
        )
    )
    settled = [
        {
            "in_ticket": row.number,
            "state": done[row.plan][1],
            "version": log.note("settled", {"state": done[row.plan][1]}, at=now, ticket=row.number),
        }
        for row in rows
    ]
    if settled:
        log.connection.execute(
            update(ticket)
            .where(ticket.c.school == log.school, ticket.c.number == bindparam("in_ticket"))
            .values(updated_at=now),
            settled,
        )


def cancel(log: Ledger, which: ColumnElement[bool], *, now: datetime) -> int:
    """Call off what has not begun; secrets are wiped. A deed under way is left to end.

    A plan whose credentials were never set no longer counts towards the limits of row 14.
    """
    rows = log.connection.execute(
        update(outbox)
        .where(outbox.c.school == log.school, which, outbox.c.status.in_(UNBEGUN))
        .values(status=Status.CANCELLED, secret=None, finished_at=now)
        .returning(outbox.c.id, outbox.c.ticket, outbox.c.kind, outbox.c.plan)
    ).all()
    for row in sorted(rows):
        log.note("effect_cancelled", named(row), at=now, ticket=row.ticket)
    forget_unset(log, {row.plan for row in rows})
    return len(rows)


def forget_unset(log: Ledger, plans: Collection[str]) -> None:
    """Uncount the regenerations of plans whose credentials were not and will not be set."""
    if plans:
        alive = select(outbox.c.plan).where(
            outbox.c.school == log.school,
            outbox.c.kind.in_(_CREDENTIALS),
            outbox.c.status.in_(_ALIVE),
        )
        log.connection.execute(
            delete(regeneration).where(
                regeneration.c.school == log.school,
                regeneration.c.plan.in_(plans),
                regeneration.c.plan.not_in(alive.where(outbox.c.plan.in_(plans))),
            )
        )


def expire_later(log: Ledger, rows: Sequence[Found], ends: Mapping[int, datetime], *, now: datetime) -> None:
    """Passwords were set: each is taken back when its time is over, by a plan of its own.

    The end of an earlier password of the same account no longer matters.
    """
    rows = [row for row in rows if row.id in ends]
    if not rows:
        return
    accounts = select(regeneration.c.account).where(
        regeneration.c.school == log.school, regeneration.c.plan.in_([row.plan for row in rows])
    )
    earlier = select(regeneration.c.plan + _EXPIRY).where(
        regeneration.c.school == log.school, regeneration.c.account.in_(accounts)
    )
    cancel(log, outbox.c.plan.in_(earlier), now=now)
    put(
        log,
        [
            {
                "school": log.school,
                "key": f"{row.key}{_EXPIRY}",
                "ticket": row.ticket,
                "plan": f"{row.plan}{_EXPIRY}",
                "step": 0,
                "kind": EffectKind.REVOKE,
                "payload": {"account": row.payload["account"]},
                "status": Status.PENDING,
                "attempts": 0,
                "not_before": ends[row.id],
                "created_at": now,
            }
            for row in rows
        ],
    )


def _due(kind: EffectKind) -> Status:
    """A work item waits for a person, everything else for the outbox's worker."""
    return Status.WAITING if kind is EffectKind.WORK_ITEM else Status.PENDING


def named(row: Found) -> dict[str, object]:
    """How an event names an effect."""
    return {"effect": row.id, "effect_kind": row.kind}


def _text(effect: Effect, name: str) -> str:
    value = effect.payload.get(name)
    return value if isinstance(value, str) else ""
