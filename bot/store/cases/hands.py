"""Several people over one queue: who is looking at a case, taking a step back, joining two cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, and_, exists, or_, select, update

from bot.errors import InputError
from bot.model.ticket import EffectKind, TicketState
from bot.store.cases import undo
from bot.store.effects import plans
from bot.store.effects.locked import Conflict, change, checked, locked, unknown
from bot.store.engine import read_row, writing
from bot.store.events import ledger
from bot.store.tables.schema import Status, decision, mail, of_case, outbox, ticket

_RENEWAL = (EffectKind.SET_PASSWORD, EffectKind.SMS, EffectKind.WORK_ITEM)


def hold(
    engine: Engine, school: str, number: str, *, by: str, now: datetime, until: datetime, take: bool = False
) -> str:
    """Say that `by` is looking at a ticket until then; returns who is: `by`, or who was there first.

    `take`: it changes hands, and the audit trail tells it. Holding changes no version.
    """
    mine = or_(ticket.c.held_by.is_(None), ticket.c.held_by == by, ticket.c.held_until <= now)
    here = of_case(ticket, school, number)
    with writing(engine) as connection:
        if take:
            with ledger(connection, school) as log:
                log.note("taken", at=now, ticket=number, actor=by)
        connection.execute(
            update(ticket).where(here if take else and_(here, mine)).values(held_by=by, held_until=until)
        )
        holder: str | None = connection.scalar(select(ticket.c.held_by).where(here))
        if holder is None:
            raise unknown(number)
    return holder


def take_back(engine: Engine, school: str, number: str, *, by: str, now: datetime) -> int:
    """Take the last step back; the new version. Raises Conflict when it is too late, InputError."""
    with writing(engine) as connection, ledger(connection, school) as log:
        row = locked(log, number)
        if undo.open_until(row, by=by, now=now) is None:
            raise Conflict(f"Lo último que se hizo en el caso {number} ya no se puede deshacer.")
        return undo.take_back(log, row, by=by, now=now)


def undo_until(engine: Engine, school: str, number: str, *, by: str, now: datetime) -> datetime | None:
    """Until when `by` can take the last step back, if they can."""
    row = read_row(engine, select(ticket).where(of_case(ticket, school, number)))
    return undo.open_until(row, by=by, now=now) if row else None


def merge(
    engine: Engine, school: str, number: str, into: str, *, expected_version: int, by: str, now: datetime
) -> None:
    """The mails of a ticket become another's; what it had planned is called off, and it is closed.

    Raises Conflict, or InputError when there is no such other ticket or a renewal is under way in this one:
    its code could be on the way, and must not be forgotten half-way.
    """
    if number == into:
        raise InputError("Un caso no se puede unir consigo mismo.")
    unsent = outbox.c.status.in_((*plans.UNBEGUN, Status.SENDING))
    renewal = and_(of_case(outbox, school, number), outbox.c.kind.in_(_RENEWAL), unsent, ~plans.EXPIRES)
    with writing(engine) as connection, ledger(connection, school) as log:
        checked(log, number, expected_version, by=by, now=now)
        locked(log, into)
        if connection.scalar(select(exists().where(renewal))):
            raise InputError(
                f"En el caso {number} hay una clave en marcha: espere a que salga, o termínelo antes."
            )
        plans.cancel(log, and_(outbox.c.ticket == number, ~plans.EXPIRES), now=now)
        for table in (mail, decision):
            connection.execute(update(table).where(of_case(table, school, number)).values(ticket=into))
        for this, data, changes in (
            (number, {"into": into}, {"state": TicketState.CLOSED, "deadline": None, "plan": None}),
            (into, {"from": number}, {}),
        ):
            seq = log.note("merged", data, at=now, ticket=this, actor=by)
            change(log, this, seq, now=now, **changes)
