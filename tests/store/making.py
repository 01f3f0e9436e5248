"""Values that the store's tests need, with everything that does not matter filled in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from bot.model.case import Case
from bot.model.claim import Claim, Intent
from bot.model.decision import Action, Decision, Thread
from bot.model.mail import Address, InboundMessage, RawMail
from bot.model.match import GuardianFit, Match, PhoneFit, StudentFit
from bot.model.ticket import Effect, EffectKind, Folder, Plan, TicketState
from bot.ports.store import Outcome, StoredMail
from bot.store.cases.tickets import SqlTickets
from bot.store.effects import plans
from bot.store.engine import writing
from bot.store.events import ledger
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.tables.schema import outbox
from bot.text.tags import new_ticket, new_token

SCHOOL = "loma"
ARRIVED = datetime(2026, 11, 23, 7, 59, tzinfo=UTC)
_uids = itertools.count(1)


def raw(
    *,
    uid: int | None = None,
    uidvalidity: int = 1,
    sender: str = "ana@familias.test",
    message_id: str | None = None,
    body: str = "He olvidado la contraseña.",
    school: str = SCHOOL,
    head: str = "",
) -> RawMail:
    """A mail in the mailbox; by default one that differs from all others."""
    uid = uid if uid is not None else next(_uids)
    message_id = message_id if message_id is not None else f"<{uid}@familias.test>"
    content = (
        f"{head}From: Ana <{sender}>\r\nMessage-ID: {message_id}\r\nSubject: iPasen\r\n"
        f"Date: Mon, 23 Nov 2026 07:59:00 +0000\r\n\r\n{body}\r\n"
    )
    return RawMail(
        school=school,
        uidvalidity=uidvalidity,
        uid=uid,
        content=content.encode(),
        received_at=ARRIVED,
        size=len(content),
    )


def message(mail: StoredMail | None = None, **changes: object) -> InboundMessage:
    made = InboundMessage(message_id="<1@familias.test>", sender=Address("Ana", "ana@familias.test"))
    return replace(made, **changes)


def match(guardian: str | None = None) -> Match:
    return Match(
        student_fit=StudentFit.UNIQUE if guardian else StudentFit.NOT_GIVEN,
        guardian_fit=GuardianFit.MATCH if guardian else GuardianFit.NOT_GIVEN,
        phone_fit=PhoneFit.OWN if guardian else PhoneFit.NOT_GIVEN,
        guardian=guardian,
    )


def effect(
    kind: EffectKind, key: str, step: int = 0, *, secret: str | None = None, **payload: object
) -> Effect:
    return Effect(kind=kind, key=key, step=step, payload=payload, secret=secret)


def reply(mail: StoredMail, *, step: int = 0, to: str = "ana@familias.test") -> Effect:
    return effect(
        EffectKind.REPLY, f"mail/{mail.id}/reply", step, to=to, message_id=f"<re-{mail.id}@ieslaloma.test>"
    )


def renewal(mail: StoredMail) -> tuple[Effect, ...]:
    """The plan of a regeneration by a provider of our own."""
    return (
        effect(EffectKind.SET_PASSWORD, f"mail/{mail.id}/password", 0, secret="Temporal.1"),
        effect(EffectKind.SMS, f"mail/{mail.id}/sms", 1, secret="Temporal.1", number="+34600000001"),
        reply(mail, step=2),
    )


def outcome(mail: StoredMail, action: Action = Action.ESCALATE, **changes: object) -> Outcome:
    """An outcome of this action, with the effects that it usually has."""
    usual: dict[Action, dict[str, object]] = {
        Action.REGENERATE: {
            "state": TicketState.WORKING,
            "settles": TicketState.SOLVED,
            "effects": renewal(mail),
            "account": "12345678Z",
            "match": match("12345678Z"),
        },
        Action.ASK: {"state": TicketState.WAITING, "effects": (reply(mail),)},
        Action.ESCALATE: {"state": TicketState.OPEN, "folder": Folder.REVIEW, "effects": (reply(mail),)},
        Action.IGNORE: {"state": TicketState.IGNORED, "folder": Folder.IGNORED},
        Action.CLOSE: {"state": TicketState.CLOSED},
    }
    told = {**usual[action], **changes}

    def made(kind: type[Any], **plain: object) -> Any:
        return kind(**plain | {f.name: told.pop(f.name) for f in fields(kind) if f.name in told})

    claim = told.get("claim", Claim(intent=Intent.RECOVER))
    decided = Decision(action=action, rule="test")
    thought = {"message": message(), "claim": claim, "whole": claim, "match": match(), "decision": decided}
    case = made(Case, **thought, thread=Thread(), token=None)
    plan = made(Plan, state=TicketState.OPEN, folder=Folder.DONE)
    done: Outcome = made(Outcome, mail=mail, case=case, plan=plan, ticket=new_ticket(), token=new_token())
    assert not told, f"nowhere in an outcome: {told}"
    return done


def call_off(engine: Engine, plan: str, *, now: datetime) -> int:
    """Call off what a plan has not begun; returns how many effects."""
    with writing(engine) as connection, ledger(connection, SCHOOL) as log:
        return plans.cancel(log, outbox.c.plan == plan, now=now)


def at_once(*works: Callable[[], object]) -> None:
    """All of them side by side; raises what one of them raised."""
    with ThreadPoolExecutor(len(works)) as threads:
        for done in [threads.submit(work) for work in works]:
            done.result()


def version(tickets: SqlTickets, number: str) -> int:
    return tickets.get(SCHOOL, number).ticket.version


def step(
    tickets: SqlTickets, number: str, event: str, *, now: datetime, by: str = "marta", **changes: object
) -> int:
    """One step of a person who looks at the ticket as it stands; its new version."""
    seen = version(tickets, number)
    return tickets.apply(SCHOOL, number, expected_version=seen, by=by, event=event, now=now, **changes)


def arrive(intake: SqlIntake, mails: Sequence[RawMail], *, school: str = SCHOOL) -> None:
    """Ingest mails as the mailbox's owner."""
    lease = intake.acquire(school, "test")
    assert lease is not None
    intake.ingest(lease, mails)


def claimed(intake: SqlIntake, desk: SqlDesk, now: datetime, **details: object) -> StoredMail:
    """One new mail, ingested and claimed."""
    arrive(intake, [raw(**details)])
    (mail,) = desk.claim_mails(SCHOOL, 1, now=now)
    return mail
