"""Outcomes -> rows: decision, ticket, planned effects and audit event of each mail, in one commit.

DESIGN §3.4. The school's ledger is held, so what a decision was based on can be checked exactly: if
its ticket, or the regenerations of its account or sender, have changed since the mail was claimed, the
outcome is dropped and the mail decided again on what is known now.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Boolean, Connection, Integer, String, bindparam, case, func, or_, select, update

from bot.model.claim import Signal
from bot.model.decision import Action
from bot.model.ticket import TicketState
from bot.ports.store import Outcome
from bot.store.effects import plans
from bot.store.events import Ledger
from bot.store.mails.search import course_of, search_text
from bot.store.secrets import SecretBox
from bot.store.tables.codec import CLAIM, DECISION, MATCH
from bot.store.tables.schema import MailState, decision, mail, regeneration, ticket
from bot.store.tables.text import clean
from bot.text.words import mailbox_of

_SEARCHED = 20_000  #: signs of a ticket that can be searched: enough for any conversation
_IN_THIS_BATCH = sys.maxsize  #: newer than every claim


def write(
    log: Ledger, box: SecretBox, outcomes: Sequence[Outcome], *, now: datetime, answer_at: datetime
) -> list[Outcome]:
    """Write what is neither recorded already nor stale, and return it; stale mails fall back to `new`.

    Raises IntegrityError, DataError or ValueError when an outcome cannot be written as it is.
    """
    connection = log.connection
    waiting = _waiting(connection, outcomes)
    stale = _stale(connection, log.school, waiting)
    fresh = [_gathered(connection, o) for o in waiting if o.mail.id not in stale]
    put_back(connection, stale)
    if not fresh:
        return []
    seqs = [_note(log, outcome, now=now) for outcome in fresh]
    numbered = list(zip(fresh, seqs, strict=True))
    _write_tickets(connection, numbered, now=now)
    connection.execute(decision.insert(), [_decision_row(o, now=now) for o in fresh])
    plans.put(
        log,
        [
            row
            for o in fresh
            for row in plans.effect_rows(
                o.plan.effects,
                box,
                school=o.mail.school,
                number=o.ticket,
                plan=plan_name(o),
                settles=o.plan.settles,
                answers=_mailbox(o) or None,
                now=now,
                answer_at=answer_at,
            )
        ],
    )
    regenerated = [_regeneration_row(o, seq, now=now) for o, seq in numbered if o.plan.account is not None]
    if regenerated:
        connection.execute(regeneration.insert(), regenerated)
    connection.execute(
        update(mail)
        .where(mail.c.id == bindparam("row"))
        .values(state=MailState.DONE, claim_until=None, error=None),
        [{"row": o.mail.id, "folder": o.plan.folder, "ticket": o.ticket} for o in fresh],
    )
    return fresh


def put_back(connection: Connection, mails: Collection[int], *, blameless: bool = True) -> None:
    """Free claimed mails to be decided again; a blameless one's attempts are forgotten."""
    if mails:
        attempts = 0 if blameless else mail.c.attempts + 1
        connection.execute(
            update(mail)
            .where(mail.c.id.in_(mails), mail.c.state == MailState.WORKING)
            .values(state=MailState.NEW, claim_until=None, attempts=attempts)
        )


def plan_name(outcome: Outcome) -> str:
    """The name of the plan of a mail's effects."""
    return f"mail/{outcome.mail.id}"


def _waiting(connection: Connection, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those whose mail nobody has decided or set aside yet: a late second outcome changes nothing."""
    working = set(
        connection.scalars(
            select(mail.c.id)
            .where(mail.c.id.in_([o.mail.id for o in outcomes]), mail.c.state == MailState.WORKING)
            .with_for_update()
        )
    )
    return [o for o in outcomes if o.mail.id in working]


def _stale(connection: Connection, school: str, outcomes: Sequence[Outcome]) -> set[int]:
    """The mails whose outcome rests on what is no longer so."""
    joined = {o.ticket for o in outcomes if o.joins}
    of_tickets = select(ticket.c.number, ticket.c.version).where(
        ticket.c.school == school, ticket.c.number.in_(joined)
    )
    newest: dict[tuple[str, str], int] = {  # event
        ("ticket", row.number): row.version for row in connection.execute(of_tickets)
    }
    if missing := joined - {number for _, number in newest}:
        raise ValueError(f"no such ticket: {sorted(missing)}")
    regenerating = [o for o in outcomes if o.plan.account is not None]
    for row in connection.execute(
        select(regeneration.c.account, regeneration.c.sender, regeneration.c.seq)
        .where(
            regeneration.c.school == school,
            regeneration.c.seq > min((o.mail.claim for o in regenerating), default=0),
            or_(
                regeneration.c.account.in_({o.plan.account for o in regenerating}),
                regeneration.c.sender.in_({_mailbox(o) for o in regenerating}),
            ),
        )
        .order_by(regeneration.c.seq)
    ):
        newest |= {("account", row.account): row.seq, ("sender", row.sender): row.seq}
    stale = set()
    for o in outcomes:
        if any(newest.get(what, 0) > o.mail.claim for what in _rests_on(o)):
            stale.add(o.mail.id)
        else:
            newest |= dict.fromkeys(_rests_on(o), _IN_THIS_BATCH)
    return stale


def _rests_on(outcome: Outcome) -> list[tuple[str, str]]:
    """What must not have changed since the mail was claimed."""
    what = [("ticket", outcome.ticket)] if outcome.joins else []
    if outcome.plan.account is not None:
        what += [("account", outcome.plan.account), ("sender", _mailbox(outcome))]
    return what


def _gathered(connection: Connection, outcome: Outcome) -> Outcome:
    """A flood that is for a person becomes one case a reason, so that it hides no other family's.

    Of one reason only: what is sent under a forged address stays apart from what its owner sends.
    """
    decided = outcome.case.decision
    if not outcome.flood or outcome.joins or decided.action is not Action.ESCALATE:
        return outcome
    row = connection.execute(
        select(ticket.c.number, ticket.c.token)
        .join(decision)
        .where(
            ticket.c.school == outcome.mail.school,
            decision.c.mailbox == _mailbox(outcome),
            ticket.c.state == TicketState.OPEN,
            ticket.c.reason == decided.reason,
        )
        .order_by(decision.c.at.desc(), decision.c.id.desc())
        .limit(1)
    ).one_or_none()
    return outcome if row is None else replace(outcome, ticket=row.number, token=row.token, joins=True)


def _note(log: Ledger, outcome: Outcome, *, now: datetime) -> int:
    decided = outcome.case.decision
    said = {
        "mail": outcome.mail.id,
        "action": decided.action,
        "reason": decided.reason,
        "rule": decided.rule,
        "policy_version": decided.policy_version,
    }
    return log.note("decided", said, at=now, ticket=outcome.ticket)


def _write_tickets(connection: Connection, outcomes: Sequence[tuple[Outcome, int]], *, now: datetime) -> None:
    """Open the new tickets, and carry the joined ones on."""
    opened = [_new_ticket(o, seq, now=now) for o, seq in outcomes if not o.joins]
    if opened:
        connection.execute(ticket.insert(), opened)
    joined = [
        {
            "in_school": o.mail.school,
            "in_ticket": o.ticket,
            "more": int(o.case.decision.action is Action.ASK),
            "also": _also_other(o),
            "renewed": o.plan.account,
            "says_course": course_of(o.case.claim),
            "says": f" {search_text(o.case.message, o.case.claim)}",
            **_standing(o, seq, now=now),
        }
        for o, seq in outcomes
        if o.joins
    ]
    if joined:
        connection.execute(
            update(ticket)
            .where(ticket.c.school == bindparam("in_school"), ticket.c.number == bindparam("in_ticket"))
            .values(
                asked=ticket.c.asked + bindparam("more", type_=Integer),
                also_other=or_(ticket.c.also_other, bindparam("also", type_=Boolean)),
                account=func.coalesce(bindparam("renewed", type_=String), ticket.c.account),
                course=func.coalesce(bindparam("says_course", type_=String), ticket.c.course),
                search=case(
                    (
                        func.length(ticket.c.search) < _SEARCHED,
                        ticket.c.search + bindparam("says", type_=String),
                    ),
                    else_=ticket.c.search,
                ),
            ),
            joined,
        )


def _new_ticket(outcome: Outcome, seq: int, *, now: datetime) -> dict[str, object]:
    return {
        "school": outcome.mail.school,
        "number": outcome.ticket,
        "token": outcome.token,
        "sender": _sender(outcome),
        "subject": clean(outcome.case.message.subject, 200),
        "language": outcome.case.claim.language,
        "account": outcome.plan.account,
        "asked": int(outcome.case.decision.action is Action.ASK),
        "also_other": _also_other(outcome),
        "course": course_of(outcome.case.claim),
        "search": f"{outcome.ticket.lower()} {search_text(outcome.case.message, outcome.case.claim)}",
        "created_at": now,
        **_standing(outcome, seq, now=now),
    }


def _standing(outcome: Outcome, seq: int, *, now: datetime) -> dict[str, object]:
    """Where the ticket stands after this mail. A plan without effects is done at once."""
    settled = None if outcome.plan.effects else outcome.plan.settles
    return {
        "state": settled or outcome.plan.state,
        "reason": outcome.case.decision.reason,
        "problem": None,
        "deadline": outcome.plan.deadline,
        "plan": plan_name(outcome) if outcome.plan.effects else None,
        "version": seq,
        "updated_at": now,
    }


def _decision_row(outcome: Outcome, *, now: datetime) -> dict[str, object]:
    decided = outcome.case.decision
    return {
        "school": outcome.mail.school,
        "mail": outcome.mail.id,
        "ticket": outcome.ticket,
        "at": now,
        "sender": _sender(outcome),
        "mailbox": _mailbox(outcome),
        "account": outcome.plan.account or outcome.case.match.guardian,
        "intent": outcome.case.claim.intent,
        "action": decided.action,
        "reason": decided.reason,
        "rule": decided.rule,
        "policy_version": decided.policy_version,
        "claim": CLAIM.dump(outcome.case.claim),
        "match": MATCH.dump(outcome.case.match),
        "decision": DECISION.dump(decided),
    }


def _regeneration_row(outcome: Outcome, seq: int, *, now: datetime) -> dict[str, object]:
    return {
        "school": outcome.mail.school,
        "account": outcome.plan.account,
        "sender": _mailbox(outcome),
        "ticket": outcome.ticket,
        "plan": plan_name(outcome),
        "at": now,
        "seq": seq,
    }


def _sender(outcome: Outcome) -> str:
    return clean(outcome.case.message.sender.email, 320)


def _mailbox(outcome: Outcome) -> str:
    return mailbox_of(_sender(outcome))


def _also_other(outcome: Outcome) -> bool:
    return outcome.case.decision.reason == "also_other" or Signal.ALSO_OTHER in outcome.case.claim.signals
