"""Personal data go when their time is over, or when a family asks; what was counted stays.

GDPR article 5(1)(e) and 17. Of a forgotten case remain its number, its dates, what was wanted and what was
decided, by which rule; the audit trail names no family and stays whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, exists, func, or_, select, update

from bot.model.claim import Claim
from bot.model.match import Match
from bot.model.ticket import TicketState
from bot.store.engine import writing
from bot.store.events import BOT, Ledger, ledger
from bot.store.tables.accounts import bulk_item, bulk_run
from bot.store.tables.codec import CLAIM, DECISION, MATCH
from bot.store.tables.console import bulk_delivery
from bot.store.tables.rules import golden_case, shadow_difference
from bot.store.tables.schema import Status, decision, mail, one_of, outbox, regeneration, sms_part, ticket

_AT_ONCE = 200
_OVER = (Status.SENT, Status.FAILED, Status.CANCELLED)


def purge(engine: Engine, school: str, *, before: datetime, now: datetime, by: str = BOT) -> int:
    """Forget the cases that have rested since `before`; returns how many.

    Cases that wait for a person and model cases of the rules (`rules golden`) are kept. Resets of whole
    sections that are older go too: by then their passwords hold no longer.
    """
    _purge_resets(engine, school, before=before, now=now, by=by)
    golden = exists().where(golden_case.c.school == ticket.c.school, golden_case.c.ticket == ticket.c.number)
    old = (
        select(ticket.c.number)
        .where(
            ticket.c.school == school,
            ticket.c.updated_at < before,
            ticket.c.state != TicketState.OPEN,
            _remembered(),
            ~golden,
            ~_unfinished(),
        )
        .limit(_AT_ONCE)
    )
    forgotten = 0
    while True:
        with writing(engine) as connection, ledger(connection, school) as log:
            numbers = connection.scalars(old).all()
            if not numbers:
                return forgotten
            forget(log, numbers)
            log.note("purged", {"tickets": len(numbers)}, at=now, actor=by)
        forgotten += len(numbers)


def _purge_resets(engine: Engine, school: str, *, before: datetime, now: datetime, by: str) -> None:
    old = select(bulk_run.c.id).where(bulk_run.c.school == school, bulk_run.c.created_at < before)
    with writing(engine) as connection, ledger(connection, school) as log:
        runs = connection.scalars(old).all()
        if not runs:
            return
        connection.execute(delete(bulk_delivery).where(bulk_delivery.c.run.in_(runs)))
        connection.execute(delete(bulk_item).where(bulk_item.c.run.in_(runs)))
        connection.execute(delete(bulk_run).where(bulk_run.c.id.in_(runs)))
        log.note("purged", {"resets": len(runs)}, at=now, actor=by)


def erase(engine: Engine, school: str, numbers: Sequence[str], *, now: datetime, by: str) -> list[str]:
    """Forget these cases at once; returns those that must wait, since something of theirs is under way."""
    with writing(engine) as connection, ledger(connection, school) as log:
        busy = connection.scalars(
            select(ticket.c.number).where(
                ticket.c.school == school, ticket.c.number.in_(numbers), _unfinished()
            )
        ).all()
        over = [number for number in numbers if number not in busy]
        connection.execute(
            delete(golden_case).where(golden_case.c.school == school, golden_case.c.ticket.in_(over))
        )
        forget(log, over)
        connection.execute(
            update(ticket)
            .where(ticket.c.school == school, ticket.c.number.in_(over), ticket.c.state == TicketState.OPEN)
            .values(state=TicketState.CLOSED, deadline=None)
        )
        log.note("erased", {"tickets": len(over)}, at=now, actor=by)
    return list(busy)


def forget(log: Ledger, numbers: Sequence[str]) -> None:
    """Take everything personal out of these cases."""
    connection, school = log.connection, log.school
    mails = connection.scalars(
        select(mail.c.id).where(mail.c.school == school, mail.c.ticket.in_(numbers))
    ).all()
    connection.execute(
        update(mail)
        .where(mail.c.school == school, or_(mail.c.id.in_(mails), mail.c.duplicate_of.in_(mails)))
        .values(content=None, sender="", subject="", message_id=None, error=None)
    )
    connection.execute(
        update(ticket)
        .where(ticket.c.school == school, ticket.c.number.in_(numbers))
        .values(
            sender="", subject="", account=None, problem=None, search=func.lower(ticket.c.number), undo=None
        )
    )
    _forget_decisions(connection, school, numbers)
    effects = select(outbox.c.id).where(outbox.c.school == school, outbox.c.ticket.in_(numbers))
    connection.execute(delete(sms_part).where(sms_part.c.effect.in_(effects)))
    for table in (outbox, regeneration, shadow_difference):
        connection.execute(delete(table).where(table.c.school == school, table.c.ticket.in_(numbers)))


def _forget_decisions(connection: Connection, school: str, numbers: Collection[str]) -> None:
    rows = connection.execute(
        select(decision.c.id, decision.c.claim, decision.c.match, decision.c.decision).where(
            decision.c.school == school, decision.c.ticket.in_(numbers)
        )
    ).all()
    if not rows:
        return
    connection.execute(
        update(decision)
        .where(decision.c.id == bindparam("row"))
        .values(
            sender="",
            mailbox="",
            account=None,
        ),
        [
            {
                "row": row.id,
                "claim": CLAIM.dump(_counted_claim(CLAIM.load(row.claim))),
                "match": MATCH.dump(_counted_match(MATCH.load(row.match))),
                "decision": DECISION.dump(replace(DECISION.load(row.decision), trials=())),
            }
            for row in rows
        ],
    )


def _counted_claim(claim: Claim) -> Claim:
    return Claim(intent=claim.intent, writer=claim.writer, language=claim.language, topic=claim.topic)


def _counted_match(match: Match) -> Match:
    return Match(
        student_fit=match.student_fit,
        guardian_fit=match.guardian_fit,
        phone_fit=match.phone_fit,
        probability=match.probability,
        margin=match.margin,
    )


def _unfinished() -> ColumnElement[bool]:
    """Something of the case is still to be done."""
    mine = (outbox.c.school == ticket.c.school, outbox.c.ticket == ticket.c.number)
    return exists().where(*mine, ~one_of(outbox.c.status, _OVER))


def _remembered() -> ColumnElement[bool]:
    """A mail of the case is still there."""
    return exists().where(
        mail.c.school == ticket.c.school, mail.c.ticket == ticket.c.number, mail.c.content.is_not(None)
    )
