"""One mail's way, top to bottom.

    bytes --parse--> InboundMessage --read--> Claim --link--> Match --decide--> Decision --plan--> Effect*

`consider` thinks and touches nothing (dry runs, evaluation, replay use it as it is); `handle` thinks
about mails of the store and records what follows, one commit a batch. The deeds themselves are done
later, by `actions.deliver`, from what was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import exc

from bot.actions.plan import Envelope, plan
from bot.actions.storm import is_flood, storm_notice
from bot.decision.conversation import merge_claims
from bot.decision.facts import gather
from bot.matchers.match import link
from bot.mind.mind import Mind
from bot.model.case import Case
from bot.model.claim import Claim
from bot.model.decision import NOT_ME, History, Thread
from bot.model.mail import InboundMessage
from bot.model.match import Match, PhoneFit
from bot.parsers.inbound import parse_mail
from bot.ports.store import Outcome, StoredMail
from bot.text.tags import new_ticket, new_token

#: The database has gone, is full, may only be read, or has no connection left.
AWAY = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)

log = structlog.get_logger(__name__)


class Memory(Protocol):
    """What is remembered of earlier mails."""

    def find_thread(self, school: str, message: InboundMessage) -> tuple[Thread, str | None]: ...

    def histories(
        self, school: str, asked: Sequence[tuple[str | None, str]], *, now: datetime
    ) -> Sequence[History]:
        """What counts for each (account, sender)."""


class Desk(Memory, Protocol):
    """Where mails come from and outcomes go."""

    def record(self, outcomes: Sequence[Outcome], *, now: datetime) -> list[Outcome]: ...
    def quarantine(self, mail: StoredMail, error: str, *, now: datetime) -> None: ...


def consider(
    contents: Sequence[bytes], mind: Mind, memory: Memory, *, now: datetime, truncated: Sequence[bool] = ()
) -> list[Case]:
    """What would be decided about these mails, each on its own. Touches nothing."""
    flags = truncated or [False] * len(contents)
    messages = [parse_mail(c, own=mind.own, truncated=t) for c, t in zip(contents, flags, strict=True)]
    return think(messages, mind, memory, now=now)


def think(messages: Sequence[InboundMessage], mind: Mind, memory: Memory, *, now: datetime) -> list[Case]:
    """From mails to what to do about each. Model and memory are asked about all at once: it costs less."""
    known = [memory.find_thread(mind.school, message) for message in messages]
    claims = mind.reader.read_many(messages, mind.index, [thread for thread, _ in known])
    wholes = [merge_claims(thread.claims, claim) for (thread, _), claim in zip(known, claims, strict=True)]
    matches = [link(whole, mind.index, mind.weights) for whole in wholes]
    whose = [(match.guardian, m.sender.email) for match, m in zip(matches, messages, strict=True)]
    histories = memory.histories(mind.school, whose, now=now)
    return [
        judge(message, claim, whole, match, history, mind, thread=thread, token=token)
        for message, claim, whole, match, history, (thread, token) in zip(
            messages, claims, wholes, matches, histories, known, strict=True
        )
    ]


def judge(
    message: InboundMessage,
    claim: Claim,
    whole: Claim,
    match: Match,
    history: History,
    mind: Mind,
    *,
    thread: Thread,
    token: str | None = None,
) -> Case:
    """What to do about one mail of which all is known."""
    facts = gather(message, whole, match, thread, history, mind.policy.limits)
    return Case(
        message=message,
        claim=claim,
        whole=whole,
        match=match,
        thread=thread,
        token=token,
        decision=mind.policy.decide(facts),
        history=history,
    )


def handle(mails: Sequence[StoredMail], mind: Mind, desk: Desk, *, now: datetime) -> None:
    """Decide stored mails and record what follows; a mail that breaks the thinking is set aside.

    Mails whose outcome another one has overtaken (same account, same conversation) are given back by
    `record` and come again. Raises one of `AWAY` while the store cannot be asked or written.
    """
    try:
        messages = [parse_mail(m.content, own=mind.own, truncated=m.truncated) for m in mails]
        cases = think(messages, mind, desk, now=now)
        outcomes = [outcome(mail, case, mind, now=now) for mail, case in zip(mails, cases, strict=True)]
        recorded = desk.record(outcomes, now=now)
    except AWAY:  # which says nothing about these mails
        raise
    except Exception as error:  # one poisoned mail must not stop the others
        if len(mails) == 1:
            log.exception("mail_quarantined", mail=mails[0].id)
            desk.quarantine(mails[0], type(error).__name__, now=now)
            return
        for mail in mails:
            handle([mail], mind, desk, now=now)
        return
    for done in recorded:
        log.info(
            "decided",
            school=mind.school,
            mail=done.mail.id,
            ticket=done.ticket,
            action=done.case.decision.action,
            reason=done.case.decision.reason,
            rule=done.case.decision.rule,
        )


def outcome(mail: StoredMail, case: Case, mind: Mind, *, now: datetime) -> Outcome:
    """What will be recorded of a case: its ticket, its state and the effects to come."""
    ticket, token = case.thread.ticket or new_ticket(), case.token or new_token()
    # Who denies having asked speaks of the account that was renewed, whatever else the mail says.
    account = case.thread.account if case.decision.reason == NOT_ME else case.match.guardian
    guardian = mind.index.register.guardians.get(account or "")
    planned = plan(
        case.decision,
        Envelope.answering(
            case.message, language=case.whole.language, ticket=ticket, token=token, domain=mind.domain
        ),
        key=f"mail/{mail.id}",
        guardian=guardian,
        # The gate of row 1 once more: only a number that stands on file may ever get a code.
        phone=case.whole.phone.value if case.whole.phone and case.match.phone_fit is PhoneFit.OWN else None,
        register=mind.index.register,
        assisted=mind.assisted,
        now=now,
        policy=mind.passwords,
    )
    notice = storm_notice(
        case.decision,
        case.history,
        mind.policy.limits,
        ticket=ticket,
        sender=case.message.sender.email,
        coordinator=mind.coordinator,
        domain=mind.domain,
        step=max((effect.step for effect in planned.effects), default=0),
        now=now,
    )
    return Outcome(
        mail=mail,
        case=case,
        plan=replace(planned, effects=(*planned.effects, *notice)),
        ticket=ticket,
        token=token,
        joins=case.thread.ticket is not None,
        flood=is_flood(case.history, mind.policy.limits),
    )
