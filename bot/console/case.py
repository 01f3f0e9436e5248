"""A case as its page shows it: the conversation, the accounts side by side, the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.console.evidence import Evidence, evidence
from bot.console.letters import differences
from bot.console.marks import Piece, marked
from bot.decision.correction import Correction
from bot.decision.explain import as_json
from bot.errors import InputError
from bot.mail.letters.replies import Letter
from bot.model.case import Case
from bot.model.claim import Claim
from bot.model.mail import InboundMessage
from bot.model.register import Student
from bot.model.ticket import EffectKind
from bot.review.dossier import Dossier, Option
from bot.store.cases.views import EffectRow, MailRow, TicketFile
from bot.store.tables.schema import Status

_ACCOUNTS = 4  #: side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing said in the conversation: a mail of theirs, or a letter of ours."""

    at: datetime
    mail: MailRow | None = None
    message: InboundMessage | None = None  #: None: it could not be read, or is not kept any longer
    subject: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    effect: EffectRow | None = None
    text: str = ""  #: of our letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account beside what the mails say."""

    option: Option
    guardian: tuple[Piece, ...]
    pupils: tuple[tuple[Student, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """All that the page shows."""

    file: TicketFile
    turns: Sequence[Turn]
    case: Case | None  #: what is thought of the whole; None: nothing could be read
    accounts: Sequence[Account]
    more_accounts: int
    evidence: Evidence
    reply: Letter | str | None  #: what would go out, or why that cannot be written
    under_way: Sequence[EffectRow]


def case_view(dossier: Dossier, file: TicketFile, correction: Correction) -> CaseView:
    """The case as it stands, with what a person reads otherwise."""
    newest = dossier.newest(file, correction)
    options = dossier.options_of(newest) if newest else []
    lines = as_json(newest, dossier.register, file="")["explanation"] if newest else []
    return CaseView(
        file=file,
        turns=sorted((*_mails(dossier, file), *_letters(dossier, file)), key=lambda turn: turn.at),
        case=newest,
        accounts=[_account(option, newest.whole) for option in options[:_ACCOUNTS] if newest],
        more_accounts=max(0, len(options) - _ACCOUNTS),
        evidence=evidence(lines),
        reply=dossier.preview(file),
        under_way=[effect for effect in file.effects if effect.kind is not EffectKind.REPLY],
    )


def _mails(dossier: Dossier, file: TicketFile) -> Iterator[Turn]:
    thought = {mail.id: case for mail, case in dossier.cases(file)}
    for mail in file.mails:
        case = thought.get(mail.id)
        readable = mail.content and not mail.error
        message = case.message if case else dossier.message(mail) if readable else None
        lines = as_json(case, dossier.register, file="")["explanation"] if case else []
        subject, body = marked(message, lines) if message else ((), ())
        yield Turn(at=mail.received_at, mail=mail, message=message, subject=subject, body=body)


def _letters(dossier: Dossier, file: TicketFile) -> Iterator[Turn]:
    for effect in file.effects:
        if effect.kind is EffectKind.REPLY and effect.status is not Status.CANCELLED:
            try:
                text = dossier.composer().write(effect.payload, effect.result or {}).text.strip()
            except InputError as error:
                text = str(error)
            yield Turn(at=effect.finished_at or effect.created_at, effect=effect, text=text)


def _account(option: Option, claim: Claim) -> Account:
    said = claim.guardian.value if claim.guardian else ""
    named = " ".join(student.name.value for student in claim.students)
    return Account(
        option=option,
        guardian=tuple(differences(str(option.guardian.name), said)),
        pupils=tuple((pupil, tuple(differences(str(pupil.name), named))) for pupil in option.pupils),
    )
