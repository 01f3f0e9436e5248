"""One mail as the page tells it: what was read, why it was decided so, and what the family got."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.actions.credentials.local import LocalProvider
from bot.console.evidence import Evidence, evidence
from bot.console.marks import Piece, marked
from bot.decision.explain import as_json
from bot.demo.board import Row
from bot.demo.posting import read_letter
from bot.demo.situations import national
from bot.demo.stage import Stage
from bot.model.decision import RuleTrial
from bot.model.mail import InboundMessage
from bot.model.ticket import EffectKind
from bot.review.steps import Review
from bot.store.register.accounts import SqlAccountBook
from bot.store.tables.schema import Status

_CREDENTIALS = re.compile(r"^[^:\n]+:\s(\S+)\n[^:\n]+:\s(\S+)$", re.MULTILINE)  # in any language


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
    evidence: Evidence
    rules: tuple[RuleTrial, ...]
    letters: tuple[LetterView, ...]
    texts: tuple[TextView, ...]


def case_view(stage: Stage, review: Review, row: Row) -> CaseView | None:
    """None while the mail is not decided."""
    if row.ticket is None:
        return None
    cases = review.dossier.cases(stage.house.tickets.get(stage.school.id, row.ticket))
    case = next((case for mail, case in cases if mail.id == row.id), None)
    if case is None:
        return None
    lines = as_json(case, stage.register, file=str(row.id))["explanation"]
    subject, body = marked(case.message, lines)
    return CaseView(
        message=case.message,
        subject=subject,
        body=body,
        evidence=evidence(lines),
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
