"""Taking a person's step back while nothing of it has happened outside.

A step notes what the ticket was before. It can be undone by who took it, within its time, as long as
nothing else changed the ticket. A step that called off a renewal under way cannot: its password is wiped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, select, update

from bot.model import EffectKind, TicketState
from bot.store import plans
from bot.store.events import Ledger
from bot.store.locked import Conflict
from bot.store.schema import Status, outbox, ticket

_RESTORED = ("state", "reason", "problem", "owner", "account", "asked", "plan")
_RENEWAL = (EffectKind.SET_PASSWORD, EffectKind.SMS, EffectKind.WORK_ITEM, EffectKind.REVOKE)


def remembered(
    connection: Connection, row: Row[*tuple[Any, ...]], *, by: str, until: datetime | None, seq: int
) -> dict[str, object] | None:
    """What to keep in `ticket.undo` before a step; None: it will not be taken back."""
    if until is None:
        return None
    unbegun = connection.execute(
        select(outbox.c.id, outbox.c.kind, outbox.c.status).where(
            outbox.c.school == row.school,
            outbox.c.ticket == row.number,
            outbox.c.status.in_(plans.UNBEGUN),
            ~plans.EXPIRES,
        )
    ).all()
    if any(effect.kind in _RENEWAL for effect in unbegun):
        return None
    return {
        "version": seq,
        "by": by,
        "until": until.isoformat(),
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "called_off": [[effect.id, effect.status] for effect in unbegun],
        **{name: getattr(row, name) for name in _RESTORED},
    }


def open_until(row: Row[*tuple[Any, ...]], *, by: str, now: datetime) -> datetime | None:
    """Until when this person can take the last step back; None: they cannot (any more)."""
    kept = row.undo
    if not kept or kept["version"] != row.version or kept["by"] != by:
        return None
    until = datetime.fromisoformat(kept["until"])
    return until if until > now else None


def take_back(
    connection: Connection, log: Ledger, row: Row[*tuple[Any, ...]], *, by: str, now: datetime
) -> int:
    """Call off what the step planned and give the ticket back what it was; its new version.

    Raises Conflict when some of it has begun: clocks of two machines differ, and a code may be on its way.
    """
    kept: Mapping[str, Any] = row.undo
    mine = and_(outbox.c.ticket == row.number, outbox.c.plan == f"step/{row.number}/{row.version}")
    plans.cancel(connection, log, mine, now=now)
    begun = and_(outbox.c.school == row.school, mine, outbox.c.status != Status.CANCELLED)
    if connection.scalar(select(exists().where(begun))):
        raise Conflict(f"Lo que se hizo en el caso {row.number} ya está saliendo: no se puede deshacer.")
    for effect, status in kept["called_off"]:
        connection.execute(
            update(outbox)
            .where(outbox.c.school == row.school, outbox.c.id == effect, outbox.c.status == Status.CANCELLED)
            .values(status=Status(status), finished_at=None)
        )
    seq = log.note("undone", at=now, ticket=row.number, actor=by)
    deadline = kept["deadline"]
    connection.execute(
        update(ticket)
        .where(ticket.c.school == row.school, ticket.c.number == row.number)
        .values(
            **{name: kept[name] for name in _RESTORED if name != "state"},
            state=TicketState(kept["state"]),
            deadline=datetime.fromisoformat(deadline) if deadline else None,
            version=seq,
            updated_at=now,
            undo=None,
        )
    )
    return seq
