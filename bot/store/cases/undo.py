"""Taking a person's step back while nothing of it has happened outside.

A step notes what the ticket was before. It can be undone by who took it, within its time, as long as
nothing else changed the ticket. A step that called off a renewal under way cannot, because its password is
wiped; one that called off or ticked off a work item in Séneca, which has none, can.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, select, update

from bot.model.ticket import EffectKind, TicketState
from bot.store.effects import plans
from bot.store.effects.locked import Conflict, change
from bot.store.engine import Found
from bot.store.events import Ledger
from bot.store.tables.schema import Status, of_case, outbox, regeneration

_RESTORED = ("state", "reason", "problem", "owner", "account", "asked", "plan")
_WIPED = (EffectKind.SET_PASSWORD, EffectKind.SMS, EffectKind.REVOKE)


def remembered(
    connection: Connection, row: Found, *, by: str, until: datetime | None, seq: int
) -> dict[str, object] | None:
    """What to keep in `ticket.undo` before a step; None: it will not be taken back."""
    if until is None:
        return None
    unbegun = connection.execute(
        select(outbox.c.id, outbox.c.kind, outbox.c.status, outbox.c.plan).where(
            of_case(outbox, row.school, row.number), outbox.c.status.in_(plans.UNBEGUN), ~plans.EXPIRES
        )
    ).all()
    if any(effect.kind in _WIPED for effect in unbegun):
        return None
    counted = connection.execute(
        select(regeneration.c.account, regeneration.c.sender, regeneration.c.plan, regeneration.c.at).where(
            regeneration.c.school == row.school, regeneration.c.plan.in_({effect.plan for effect in unbegun})
        )
    )
    return _before(row, by=by, until=until, seq=seq) | {
        "called_off": [[effect.id, effect.status] for effect in unbegun],
        "uncounted": [[*renewal[:3], renewal.at.isoformat()] for renewal in counted],
    }


def ticked_off(
    row: Found, item: int, *, by: str, until: datetime | None, seq: int
) -> dict[str, object] | None:
    """The same, for the work item that a person has done."""
    return None if until is None else _before(row, by=by, until=until, seq=seq) | {"ticked_off": item}


def _before(row: Found, *, by: str, until: datetime, seq: int) -> dict[str, object]:
    return {
        "version": seq,
        "by": by,
        "until": until.isoformat(),
        "deadline": row.deadline.isoformat() if row.deadline else None,
        **{name: getattr(row, name) for name in _RESTORED},
    }


def open_until(row: Found, *, by: str, now: datetime) -> datetime | None:
    """Until when this person can take the last step back; None: they cannot (any more)."""
    kept = row.undo
    if not kept or kept["version"] != row.version or kept["by"] != by:
        return None
    until = datetime.fromisoformat(kept["until"])
    return until if until > now else None


def take_back(log: Ledger, row: Found, *, by: str, now: datetime) -> int:
    """Call off what the step planned and give the ticket back what it was; its new version.

    Raises Conflict when some of it has begun: clocks of two machines differ, and a code may be on its way.
    """
    kept: Mapping[str, Any] = row.undo
    connection = log.connection
    mine = and_(outbox.c.ticket == row.number, outbox.c.plan == f"step/{row.number}/{row.version}")
    plans.cancel(log, mine, now=now)
    _ensure_none(connection, row, and_(mine, outbox.c.status != Status.CANCELLED))
    if item := kept.get("ticked_off"):
        _wait_again(connection, row, item)
    for effect, status in kept.get("called_off", ()):
        connection.execute(
            update(outbox)
            .where(outbox.c.school == row.school, outbox.c.id == effect, outbox.c.status == Status.CANCELLED)
            .values(status=Status(status), finished_at=None)
        )
    seq = log.note("undone", at=now, ticket=row.number, actor=by)
    for account, sender, plan, at in kept.get("uncounted", ()):
        counted = {"account": account, "sender": sender, "plan": plan, "at": datetime.fromisoformat(at)}
        connection.execute(
            regeneration.insert().values(school=row.school, ticket=row.number, seq=seq, **counted)
        )
    deadline = kept["deadline"]
    before = {name: kept[name] for name in _RESTORED} | {
        "state": TicketState(kept["state"]),
        "deadline": datetime.fromisoformat(deadline) if deadline else None,
    }
    change(log, row.number, seq, now=now, **before, undo=None)
    return seq


def _wait_again(connection: Connection, row: Found, item: int) -> None:
    """A work item waits for a person once more, and the later steps of its plan wait for it."""
    done = connection.execute(select(outbox.c.plan, outbox.c.step).where(outbox.c.id == item)).one()
    later = and_(outbox.c.plan == done.plan, outbox.c.step > done.step)
    connection.execute(
        update(outbox)
        .where(outbox.c.school == row.school, later, outbox.c.status == Status.PENDING)
        .values(status=Status.PLANNED)
    )
    _ensure_none(connection, row, and_(later, outbox.c.status != Status.PLANNED))
    connection.execute(
        update(outbox)
        .where(outbox.c.school == row.school, outbox.c.id == item)
        .values(status=Status.WAITING, result=None, finished_at=None)
    )


def _ensure_none(connection: Connection, row: Found, begun: ColumnElement[bool]) -> None:
    """Raises Conflict when there is such an effect."""
    if connection.scalar(select(exists().where(outbox.c.school == row.school, begun))):
        raise Conflict(f"Lo que se hizo en el caso {row.number} ya está saliendo: no se puede deshacer.")
