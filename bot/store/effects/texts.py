"""What has become of the text messages that a gateway took: into the ticket, and to a person when need be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, and_, exists, select, update

from bot.model.ticket import TicketState
from bot.ports.texts import Receipt
from bot.store.effects.locked import change
from bot.store.engine import Found, insert, read_value, writing
from bot.store.events import Ledger, ledger
from bot.store.tables.schema import PartState, event, of_case, one_of, sms_part, ticket

NEWS_MAY_COME = (PartState.WAITING, PartState.OVERDUE)
_FATES = {
    "delivered": PartState.DELIVERED,
    "accepted": PartState.DELIVERED,  # better news will not come
    "failed": PartState.FAILED,
}
OVERDUE = "sms_overdue"

_NOT_DELIVERED = (
    "El SMS con la clave no se ha podido entregar: el teléfono no existe, está de baja o no admite SMS. "
    "Llame a la familia o que pase por secretaría."
)
_NO_NEWS = (
    "No consta que el SMS con la clave haya llegado: el teléfono puede estar apagado o sin cobertura. "
    "Pregunte a la familia antes de repetirlo."
)


class SqlTexts:
    """bot.ports.texts.Texts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, school: str, receipt: Receipt, *, now: datetime) -> None:
        """A receipt, in one commit; one that comes twice or that nobody knows changes nothing."""
        with writing(self._engine) as connection, ledger(connection, school) as log:
            part = connection.execute(
                update(sms_part)
                .where(
                    sms_part.c.school == school,
                    sms_part.c.reference == receipt.reference,
                    one_of(sms_part.c.state, NEWS_MAY_COME),
                )
                .values(state=_FATES[receipt.outcome], at=now)
                .returning(sms_part.c.effect, sms_part.c.ticket)
            ).one_or_none()
            if part is None:
                return
            states = set(connection.scalars(select(sms_part.c.state).where(sms_part.c.effect == part.effect)))
            if receipt.outcome == "failed":
                _to_a_person(log, part, f"sms_{receipt.outcome}", {"detail": receipt.detail}, now=now)
            elif states == {PartState.DELIVERED}:
                _arrived(log, part, f"sms_{receipt.outcome}", now=now)

    def remind(self, school: str, *, sent_before: datetime, now: datetime) -> int:
        """Texts without news since then go to a person, once each; returns how many."""
        late = and_(
            sms_part.c.school == school,
            one_of(sms_part.c.state, (PartState.WAITING,)),
            sms_part.c.sent_at <= sent_before,
        )
        if not read_value(self._engine, select(exists().where(late))):
            return 0
        with writing(self._engine) as connection, ledger(connection, school) as log:
            rows = connection.execute(
                update(sms_part)
                .where(late)
                .values(state=PartState.OVERDUE)
                .returning(sms_part.c.effect, sms_part.c.ticket)
            ).all()
            for part in dict.fromkeys(rows):
                _to_a_person(log, part, OVERDUE, {}, now=now)
        return len(set(rows))


def _to_a_person(log: Ledger, part: Found, kind: str, data: Mapping[str, object], *, now: datetime) -> None:
    state = log.connection.scalar(select(ticket.c.state).where(of_case(ticket, log.school, part.ticket)))
    seq = log.note(kind, {**data, "state": state}, at=now, ticket=part.ticket)
    if state is TicketState.CLOSED:  # somebody was content, or has seen to it
        return
    problem = _NO_NEWS if kind == OVERDUE else _NOT_DELIVERED
    change(log, part.ticket, seq, now=now, state=TicketState.OPEN, problem=problem, deadline=now, plan=None)


def _arrived(log: Ledger, part: Found, kind: str, *, now: datetime) -> None:
    """Good news; if the ticket only waited for a person because there was none, it is as before."""
    seq = log.note(kind, at=now, ticket=part.ticket)
    last = log.connection.scalar(select(ticket.c.version).where(of_case(ticket, log.school, part.ticket)))
    cause = log.connection.execute(
        select(event.c.kind, event.c.data).where(event.c.school == log.school, event.c.seq == last)
    ).one_or_none()
    if cause is None or cause.kind != OVERDUE:
        return
    before = TicketState(cause.data["state"])
    state = TicketState.SOLVED if before is TicketState.WORKING else before
    change(log, part.ticket, seq, now=now, state=state, problem=None)


def expect(log: Ledger, effect: int, number: str, references: Sequence[str], *, now: datetime) -> None:
    """A text went out in these parts, as the gateway names them; part of the caller's commit."""
    part = {"school": log.school, "effect": effect, "ticket": number, "sent_at": now}
    if rows := [part | {"reference": name, "state": PartState.WAITING} for name in references]:
        log.connection.execute(insert(log.connection, sms_part).on_conflict_do_nothing(), rows)
