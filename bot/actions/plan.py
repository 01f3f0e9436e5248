"""Decision -> planned effects: all that will happen outside, committed before any of it is done.

Pure but for what must be random: passwords and Message-IDs are made here, *before* the deed, so that
a crashed deed is repeated with the same values (DESIGN §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.actions.passwords import new_password
from bot.model.decision import NOT_ME, Action, Decision
from bot.model.mail import InboundMessage
from bot.model.register import Guardian, Register
from bot.model.ticket import Effect, EffectKind, Folder, Plan, TicketState
from bot.ports.accounts import VALID_HOURS, Account, PasswordPolicy
from bot.text.tags import new_message_id

REVIEW_WITHIN = timedelta(hours=24)  #: by then a person should have looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Where answers to one mail go, and what they answer."""

    to: str
    subject: str
    language: str
    ticket: str
    token: str
    domain: str  #: of our own Message-IDs
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()

    @classmethod
    def answering(
        cls, message: InboundMessage, *, language: str, ticket: str, token: str, domain: str
    ) -> Envelope:
        """The envelope of the answer to `message` (Reply-To before From, RFC 5322 §3.6.2)."""
        chain = (
            *message.references,
            *message.in_reply_to,
            *((message.message_id,) if message.message_id else ()),
        )
        return cls(
            to=(message.reply_to or message.sender).email,
            subject=message.subject,
            language=language,
            ticket=ticket,
            token=token,
            domain=domain,
            in_reply_to=message.message_id,
            references=tuple(dict.fromkeys(chain)),
        )


def plan(
    decision: Decision,
    envelope: Envelope,
    *,
    key: str,
    guardian: Guardian | None,
    phone: str | None,
    register: Register,
    assisted: bool,
    now: datetime,
    policy: PasswordPolicy | None = None,
) -> Plan:
    """What follows from a decision.

    `key` is unique to the decided mail (or human step); `guardian` and `phone` are the account and
    the phone *on file* of a regeneration, or the account renewed earlier that its owner disowns;
    `assisted` says that a person sets the password in Séneca; else it is made to fit `policy`.
    """
    by_seneca = assisted and decision.action is Action.REGENERATE and decision.reply is not None
    answer = letter(replace(decision, reply="seneca_done") if by_seneca else decision, envelope, key=key)
    match decision.action:
        case Action.REGENERATE:
            if guardian is None or phone is None:
                raise ValueError("a regeneration needs an account and its phone on file")
            effects = regeneration(
                guardian,
                phone,
                envelope,
                key=key,
                register=register,
                assisted=assisted,
                answer=answer,
                policy=policy,
            )
            by_hand = assisted or decision.reason == "also_other"
            return Plan(
                state=TicketState.WORKING,
                settles=TicketState.OPEN if decision.reason == "also_other" else TicketState.SOLVED,
                folder=Folder.REVIEW if by_hand else Folder.DONE,
                effects=effects,
                deadline=now + REVIEW_WITHIN if by_hand else None,
                account=guardian.key,
            )
        case Action.ASK:
            return Plan(state=TicketState.WAITING, folder=Folder.DONE, effects=answer)
        case Action.SELF_HELP:
            return Plan(state=TicketState.SOLVED, folder=Folder.DONE, effects=answer)
        case Action.CLOSE:
            return Plan(state=TicketState.CLOSED, folder=Folder.DONE, effects=answer)
        case Action.IGNORE:
            return Plan(state=TicketState.IGNORED, folder=Folder.IGNORED)
        case Action.ESCALATE if decision.reason == NOT_ME and guardian is not None and not assisted:
            return Plan(
                state=TicketState.OPEN,
                folder=Folder.REVIEW,
                effects=(revocation(guardian, key=key, register=register), *answer),
                deadline=now,
            )
        case Action.ESCALATE:
            return Plan(
                state=TicketState.OPEN, folder=Folder.REVIEW, effects=answer, deadline=now + REVIEW_WITHIN
            )


def letter(decision: Decision, envelope: Envelope, *, key: str, text: str = "") -> tuple[Effect, ...]:
    """The answer to the mail: one at most, none when the decision names no template.

    `text`: a person's own words, for the template that carries them.
    """
    if decision.reply is None or not envelope.to:
        return ()
    context = {
        "missing": [str(datum) for datum in decision.missing],
        "article": decision.article,
        "hours": VALID_HOURS,
        **({"text": text} if text else {}),
    }
    return (mail_effect(EffectKind.REPLY, decision.reply, envelope, context, key=f"{key}/reply"),)


def regeneration(
    guardian: Guardian,
    phone: str,
    envelope: Envelope,
    *,
    key: str,
    register: Register,
    assisted: bool,
    answer: tuple[Effect, ...],
    policy: PasswordPolicy | None = None,
) -> tuple[Effect, ...]:
    """New credentials: set, told by SMS to the phone on file, answered, and the owner notified."""
    account = _account(guardian, register)
    if assisted:
        work = Effect(
            kind=EffectKind.WORK_ITEM,
            key=f"{key}/work",
            step=0,
            payload={"account": asdict(account), "phone": phone, "students": _pupils(guardian, register)},
        )
        deeds: tuple[Effect, ...] = (work,)
    else:
        password = new_password(policy)
        deeds = (
            Effect(
                kind=EffectKind.SET_PASSWORD,
                key=f"{key}/password",
                step=0,
                payload={"account": asdict(account)},
                secret=password,
            ),
            Effect(
                kind=EffectKind.SMS,
                key=f"{key}/sms",
                step=1,
                payload={"number": phone, "language": envelope.language},
                secret=password,
            ),
        )
    last = len(deeds)
    notices = tuple(
        mail_effect(
            EffectKind.NOTICE,
            "notice_owner",
            replace(envelope, to=email, in_reply_to=None, references=(), language="es"),
            {"hours": VALID_HOURS},
            key=f"{key}/notice/{number}",
            step=last,
        )
        for number, email in enumerate(owner_addresses(guardian, envelope.to, register))
    )
    return (*deeds, *(replace(effect, step=last) for effect in answer), *notices)


def revocation(guardian: Guardian, *, key: str, register: Register) -> Effect:
    """The temporary password of an account stops to hold (NIST 800-63B §4.6)."""
    payload = {"account": asdict(_account(guardian, register))}
    return Effect(kind=EffectKind.REVOKE, key=f"{key}/revoke", step=0, payload=payload)


def owner_addresses(guardian: Guardian, sender: str, register: Register) -> list[str]:
    """The guardian's own addresses on file that should hear of a regeneration (NIST 800-63B §4.6).

    None when the request came from one of them; never an address that is another guardian's too:
    separated parents learn nothing of each other from us (POLICY §3).
    """
    return [] if sender in guardian.emails else _own_emails(guardian, register)


def _own_emails(guardian: Guardian, register: Register) -> list[str]:
    """The addresses on file that the other guardian does not share."""
    others = {
        email
        for student in guardian.students
        for key in register.students[student].guardians
        if key != guardian.key
        for email in register.guardians[key].emails
    }
    return sorted(guardian.emails - others)


def mail_effect(
    kind: EffectKind,
    template: str,
    envelope: Envelope,
    context: Mapping[str, object],
    *,
    key: str,
    step: int = 0,
) -> Effect:
    """A mail of ours as an effect; its Message-ID is fixed now."""
    fields = asdict(envelope)
    domain = fields.pop("domain")
    payload = {**fields, "template": template, "context": dict(context), "message_id": new_message_id(domain)}
    return Effect(kind=kind, key=key, step=step, payload=payload)


def _account(guardian: Guardian, register: Register) -> Account:
    return Account(
        guardian=guardian.key,
        dni=guardian.dni,
        full_name=str(guardian.name),
        emails=tuple(_own_emails(guardian, register)),
    )


def _pupils(guardian: Guardian, register: Register) -> list[dict[str, str]]:
    """What a person needs to find the family in Séneca."""
    pupils = (register.students[student] for student in guardian.students)
    return [
        {"id": p.id, "name": f"{p.name.surnames}, {p.name.given}", "unit": " / ".join(p.units)}
        for p in pupils
    ]
