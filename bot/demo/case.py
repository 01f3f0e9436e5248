"""One mail as the page tells it: what was read, why it was decided so, and what the family got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.actions.credentials.local import LocalProvider
from bot.bootstrap import own_mail
from bot.console.marks import Piece, pieces
from bot.decision.conversation import merge_claims
from bot.decision.explain import as_json
from bot.demo.board import Row
from bot.demo.posting import read_letter
from bot.demo.situations import national
from bot.demo.stage import Stage
from bot.journey import Case
from bot.model import EffectKind, InboundMessage, Region, RuleTrial, Thread
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.store.accounts import SqlAccountBook
from bot.store.schema import Status
from bot.store.views import MailRow
from bot.wording import EVIDENCE

_BITS = 20.0  #: a bar of full length
_CREDENTIALS = re.compile(r"^[^:\n]+:\s(\S+)\n[^:\n]+:\s(\S+)$", re.MULTILINE)  # in any language


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation."""

    label: str
    kind: str  #: for its colour
    says: str
    weight: float
    bar: int  #: 0 to 10


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as a family reads it."""

    message_id: str
    to: str
    subject: str
    text: str
    answer: bool  #: to the mail; else a notice to the address on file


@dataclass(frozen=True, slots=True)
class TextView:
    """An SMS on the phone on file."""

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """All that the page shows of a mail that was decided."""

    message: InboundMessage
    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]
    understood: tuple[Line, ...]  #: what the mail says
    compared: tuple[Line, ...]  #: with the register
    rules: tuple[RuleTrial, ...]
    letters: tuple[LetterView, ...]
    texts: tuple[TextView, ...]


def case_view(stage: Stage, row: Row) -> CaseView | None:
    """None while the mail is not decided."""
    if row.ticket is None:
        return None
    mails = stage.house.tickets.get(stage.school.id, row.ticket).mails
    place = next(i for i, mail in enumerate(mails) if mail.id == row.id)
    case = _thought(stage, mails[: place + 1])
    if case is None:
        return None
    data = as_json(case, stage.register, file=str(row.id))
    lines = [(entry, _line(entry)) for entry in data["explanation"]]
    compared = next((i for i, (entry, _) in enumerate(lines) if entry["what"] == "prior"), len(lines))
    return CaseView(
        message=case.message,
        subject=tuple(pieces(case.message.subject, data["explanation"], Region.SUBJECT)),
        body=tuple(pieces(case.message.body.rstrip(), data["explanation"], Region.BODY)),
        understood=tuple(line for _, line in lines[:compared]),
        compared=tuple(line for _, line in lines[compared:]),
        rules=case.decision.trials,
        letters=tuple(_letters(stage, row)),
        texts=tuple(_texts(stage, row)),
    )


def try_credentials(stage: Stage, row: Row) -> str:
    """What iPasen would say to the credentials of the SMS: "ok", "must_change", "expired" or "wrong"."""
    provider = LocalProvider(SqlAccountBook(stage.house.engine, stage.school.id))
    for text in _texts(stage, row):
        found = _CREDENTIALS.search(text.text)
        if found:
            return provider.verify(found[1], found[2], now=datetime.now(UTC))
    return "wrong"


def _thought(stage: Stage, mails: Sequence[MailRow]) -> Case | None:
    """The stored thoughts about the last of a ticket's mails, with the mail read again for its text."""
    mail = mails[-1]
    if mail.claim is None or mail.match is None or mail.decision is None:
        return None
    own = OwnIdentity(
        addresses=stage.school.own_addresses,
        authserv_id=stage.school.authserv_id,
        loop_marker=own_mail(stage.school).marker,
    )
    return Case(
        message=parse_mail(mail.content or b"", own=own, truncated=mail.truncated),
        claim=mail.claim,
        whole=merge_claims([m.claim for m in mails[:-1] if m.claim], mail.claim),
        match=mail.match,
        thread=Thread(),
        token=None,
        decision=mail.decision,
    )


def _line(entry: Mapping[str, Any]) -> Line:
    what, weight = str(entry["what"]), float(entry["weight"])
    return Line(
        label=EVIDENCE.get(what, EVIDENCE.get(what.partition(".")[0], what)),
        kind=what.partition(".")[0],
        says=str(entry["says"]),
        weight=weight,
        bar=min(10, round(abs(weight) / _BITS * 10)),
    )


def _letters(stage: Stage, row: Row) -> Iterator[LetterView]:
    for effect in (*row.of_kind(EffectKind.REPLY), *row.of_kind(EffectKind.NOTICE)):
        letter = stage.servers.families.get(str(effect.payload["message_id"]))
        if letter is None:
            continue
        mail = read_letter(letter)
        body = mail.get_body(("plain",))
        yield LetterView(
            message_id=str(effect.payload["message_id"]),
            to=letter.recipient,
            subject=str(mail["Subject"]),
            text=str(body.get_content()) if body else "",
            answer=effect.kind is EffectKind.REPLY,
        )


def _texts(stage: Stage, row: Row) -> Iterator[TextView]:
    sent = {line["key"]: line for line in stage.sms.sent()}
    for effect in row.of_kind(EffectKind.SMS):
        if effect.status is Status.SENT and effect.key in sent:
            line = sent[effect.key]
            yield TextView(national(line["number"]), line["text"])
