"""Tickets for people: the queue, one case whole, and the steps that a person takes (DESIGN §3.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import Engine, and_, func, or_, select, update

from bot.errors import InputError
from bot.model.ticket import Effect, TicketState
from bot.store.cases import undo
from bot.store.cases.views import (
    EffectRow,
    MailRow,
    TicketFile,
    TicketRow,
    by_hand,
    effects_where,
    lines,
    mails_of,
    urgent_first,
    waits,
)
from bot.store.effects import plans
from bot.store.effects.locked import change, checked, locked, unknown
from bot.store.engine import Query, read_as, read_value, writing
from bot.store.events import events, ledger
from bot.store.secrets import SecretBox
from bot.store.tables.schema import MailState, Status, mail, of_case, one_of, outbox, regeneration, ticket

_OF_FAMILY = 10  #: other cases of a family that are shown beside one of theirs


class Step(TypedDict, total=False):
    """What a person's step changes of a ticket; what is not named stays as it is, None takes it away."""

    state: TicketState  #: at once
    settles: TicketState  #: once all `effects` are done
    effects: Sequence[Effect]  #: a plan of their own
    owner: str | None
    deadline: datetime | None
    reason: str | None
    account: str  #: guardian whose credentials the effects renew (counted for row 14)
    asked: bool  #: the effects ask the family for data
    data: Mapping[str, object]  #: nothing personal: into the audit trail


class SqlTickets:
    """The tickets as commands and console see them."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    # ----------------------------------------------------------------- looking

    def queue(self, school: str, *, limit: int = 200) -> list[TicketRow]:
        """What waits for a person, the most urgent first: open tickets, and work items in Séneca."""
        return self._rows(urgent_first(lines(school).where(waits(school))).limit(limit))

    def list_tickets(
        self,
        school: str,
        *,
        states: Collection[TicketState] = (),
        since: datetime | None = None,
        limit: int = 200,
    ) -> list[TicketRow]:
        """Tickets, the newest first."""
        query = lines(school).order_by(ticket.c.created_at.desc(), ticket.c.number).limit(limit)
        if states:
            query = query.where(ticket.c.state.in_(states))
        if since is not None:
            query = query.where(ticket.c.created_at >= since)
        return self._rows(query)

    def get(self, school: str, number: str) -> TicketFile:
        """One ticket with its mails, effects and events. Raises InputError when there is none."""
        row = next(iter(self._rows(lines(school).where(ticket.c.number == number))), None)
        if row is None:
            raise unknown(number)
        mails = tuple(mails_of(self._engine, school, number))
        there = select(func.count()).where(of_case(mail, school, number))
        return TicketFile(
            ticket=row,
            mails=mails,
            earlier=(read_value(self._engine, there) or 0) - len(mails),
            effects=tuple(effects_where(self._engine, school, outbox.c.ticket == number)),
            events=tuple(events(self._engine, school, ticket=number)),
        )

    def mail(self, school: str, number: str, row: int) -> MailRow | None:
        """One mail of a ticket, if it is one of its."""
        return next(iter(mails_of(self._engine, school, number, mail.c.id == row)), None)

    def of_family(
        self, school: str, *, sender: str, accounts: Collection[str], other_than: str
    ) -> list[TicketRow]:
        """The latest tickets of the same sender or about these accounts, the newest first."""
        theirs = or_(ticket.c.sender == sender, ticket.c.account.in_(accounts))
        return self._rows(
            lines(school)
            .where(theirs, ticket.c.number != other_than)
            .order_by(ticket.c.created_at.desc(), ticket.c.number)
            .limit(_OF_FAMILY)
        )

    def work_items(self, school: str) -> list[EffectRow]:
        """What a person must do in Séneca, oldest first."""
        return effects_where(self._engine, school, one_of(outbox.c.status, (Status.WAITING,)))

    def with_work_items(self, school: str) -> list[TicketRow]:
        """The tickets for which something is to be done in Séneca."""
        return self._rows(lines(school).where(by_hand(school)))

    def given_up(self, school: str, *, since: datetime) -> list[EffectRow]:
        """What could not be done since then and is not tried again, the newest first."""
        failed = and_(outbox.c.status == Status.FAILED, outbox.c.finished_at >= since)
        return effects_where(self._engine, school, failed)[::-1]

    # ----------------------------------------------------------------- acting

    def apply(
        self,
        school: str,
        number: str,
        *,
        expected_version: int,
        by: str,
        event: str,
        now: datetime,
        call_off: bool = False,
        undo_until: datetime | None = None,
        **step: Unpack[Step],
    ) -> int:
        """One human step in one transaction; returns the ticket's new version.

        `event` names the step; `call_off` cancels what the ticket had planned and not begun.
        Nothing is sent before `undo_until`; so long the step can be taken back (`undo`).
        Raises Conflict when the ticket is not at `expected_version` or somebody else holds it, InputError
        when there is none.
        """
        with writing(self._engine) as connection, ledger(connection, school) as log:
            row = checked(log, number, expected_version, by=by, now=now)
            seq = log.note(event, step.get("data", {}), at=now, ticket=number, actor=by)
            changes: dict[str, object] = {
                "held_by": None,
                "held_until": None,
                "undo": undo.remembered(connection, row, by=by, until=undo_until, seq=seq),
            }
            if call_off:
                plans.cancel(log, and_(outbox.c.ticket == number, ~plans.EXPIRES), now=now)
            kept = ("owner", "deadline", "reason", "account")
            changes |= {name: value for name, value in step.items() if name in kept}
            if "state" in step:
                changes |= {"state": step["state"], "plan": None, "problem": None}
            if step.get("asked"):
                changes["asked"] = row.asked + 1
            if effects := step.get("effects"):
                changes["plan"] = plan = f"step/{number}/{seq}"
                plans.put(
                    log,
                    plans.effect_rows(
                        effects,
                        self._box,
                        school=school,
                        number=number,
                        plan=plan,
                        settles=step.get("settles"),
                        answers=None,
                        now=now,
                        not_before=undo_until,
                    ),
                )
                if "account" in step:
                    counted = {"account": step["account"], "sender": row.sender, "plan": plan, "at": now}
                    connection.execute(
                        regeneration.insert().values(school=school, ticket=number, seq=seq, **counted)
                    )
            change(log, number, seq, now=now, **changes)
        return seq

    def complete_work_item(
        self,
        school: str,
        number: str,
        *,
        expected_version: int,
        by: str,
        now: datetime,
        undo_until: datetime | None = None,
    ) -> int:
        """A person did in Séneca what the ticket waits for ("hecho"): its later steps become due.

        Nothing is sent before `undo_until`; so long it can be taken back (`undo`). Returns the new version.
        Raises Conflict, or InputError when nothing waits.
        """
        with writing(self._engine) as connection, ledger(connection, school) as log:
            row = checked(log, number, expected_version, by=by, now=now)
            waiting = (of_case(outbox, school, number), outbox.c.status == Status.WAITING)
            item = connection.execute(
                select(outbox.c.id, outbox.c.plan).where(*waiting).order_by(outbox.c.id).limit(1)
            ).one_or_none()
            if item is None:
                raise InputError(f"En el caso {number} no hay ninguna tarea pendiente.")
            connection.execute(
                update(outbox)
                .where(outbox.c.id == item.id)
                .values(status=Status.SENT, result={}, finished_at=now)
            )
            seq = log.note("work_item_done", {"effect": item.id}, at=now, ticket=number, actor=by)
            change(log, number, seq, now=now)
            if undo_until is not None:
                later = and_(outbox.c.school == school, outbox.c.plan == item.plan)
                connection.execute(
                    update(outbox)
                    .where(later, outbox.c.status == Status.PLANNED)
                    .values(not_before=undo_until)
                )
            plans.advance(log, {item.plan}, now=now)
            seq = int(locked(log, number).version)  # the plan may have settled
            kept = undo.ticked_off(row, item.id, by=by, until=undo_until, seq=seq)
            change(log, number, seq, now=now, undo=kept)
        return seq

    def retry_mail(self, school: str, number: str, *, expected_version: int, by: str, now: datetime) -> None:
        """Read the quarantined mail of this ticket once more; the ticket is closed.

        Raises Conflict, or InputError when the ticket holds no quarantined mail.
        """
        with writing(self._engine) as connection, ledger(connection, school) as log:
            checked(log, number, expected_version, by=by, now=now)
            freed = connection.execute(
                update(mail)
                .where(of_case(mail, school, number), mail.c.state == MailState.QUARANTINED)
                .values(state=MailState.NEW, attempts=0, ticket=None, folder=None, error=None)
            ).rowcount
            if not freed:
                raise InputError(f"El caso {number} no tiene ningún correo apartado.")
            seq = log.note("mail_retried", at=now, ticket=number, actor=by)
            change(log, number, seq, now=now, state=TicketState.CLOSED)

    # ----------------------------------------------------------------- helpers

    def _rows(self, query: Query) -> list[TicketRow]:
        return read_as(self._engine, TicketRow, query)
