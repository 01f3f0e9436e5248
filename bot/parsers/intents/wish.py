"""What a mail wants, its words shown where they stand in subject and body."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from bot.model.claim import Finding, Intent, Region, Signal
from bot.model.mail import InboundMessage, PassageKind
from bot.parsers.intents.reader import IntentReader, IntentReading
from bot.parsers.scene import unread
from bot.text.plain import Span

_SHOWN = 200  #: characters of an unread rest that are shown
_BELOW = {PassageKind.QUOTE, PassageKind.FORWARD}
_FOOT = {PassageKind.FOOTER, PassageKind.SIGNATURE}
_RULES, _MODEL = "intents.yaml: ", "model"  #: who finds


@dataclass(frozen=True, slots=True)
class Wish:
    """The intent and its signals, with the words that show them."""

    asked_with: tuple[bool, bool, bool]  #: `has_data`, `only_data` and `with_referred`
    text: str  #: that was read
    reading: IntentReading
    signals: Mapping[Signal, Finding | None]
    evidence: tuple[Finding, ...]


def read_wish(
    intents: IntentReader,
    message: InboundMessage,
    *,
    is_reply: bool,
    has_data: bool,
    only_data: bool,
    with_referred: bool,
) -> Wish:
    """The intent of subject and own words, its spans taken back to their regions.

    `has_data`, `only_data`: as for `IntentReader.read`; `with_referred`: they refer to what is quoted or
    forwarded below, and leave it to say what is wanted.
    """
    asked_with = has_data, only_data, with_referred
    said = _said(message, {PassageKind.OWN}, with_subject=not is_reply)
    reading = intents.read(said.text, is_reply=is_reply, has_data=has_data, only_data=only_data)
    if with_referred and reading.intent is Intent.OTHER and not reading.evidence:
        said = _said(message, {PassageKind.OWN, *_BELOW}, with_subject=not is_reply)
        reading = intents.read(said.text, is_reply=is_reply, has_data=has_data, only_data=only_data)
    signals = {
        signal: said.finding(span, signal.value, _MODEL if signal in reading.heard else "") if span else None
        for signal, span in reading.signals.items()
    }
    if Signal.CODE_ELSEWHERE not in signals and (asked := _asked_at_the_foot(intents, message)):
        signals[Signal.CODE_ELSEWHERE] = asked
    rest = unread(message.passages)
    if rest and reading.intent is Intent.RECOVER and Signal.ALSO_OTHER not in signals:
        # What is not read may ask for something else: a person looks at it.
        shown = rest[0], min(rest[1], rest[0] + _SHOWN)
        signals[Signal.ALSO_OTHER] = _finding(
            Region.BODY, message.body, shown, Signal.ALSO_OTHER.value, "unread"
        )
    evidence = tuple(
        said.finding(span, group, group if group.startswith(_MODEL) else "")
        for group, span in reading.evidence
    )
    return Wish(asked_with, said.text, reading, signals, evidence)


@dataclass(frozen=True, slots=True)
class _Said:
    """Pieces of subject and body as one text, each with an empty line below it."""

    text: str
    pieces: tuple[tuple[int, Region, str, Span], ...]  #: where it begins, of which text it is what part

    def finding(self, span: Span, value: str, found_by: str = "") -> Finding:
        """The words of a span where they stand in the mail; by the phrases of that name unless told."""
        begin, region, source, (start, end) = next(p for p in reversed(self.pieces) if p[0] <= span[0])
        there = start + span[0] - begin, min(end, start + span[1] - begin)
        return _finding(region, source, there, value, found_by or _RULES + value)


def _said(message: InboundMessage, kinds: Container[PassageKind], *, with_subject: bool) -> _Said:
    """The subject, unless it is ours, and the passages of these kinds."""
    parts = [(Region.BODY, message.body, (p.start, p.end)) for p in message.passages if p.kind in kinds]
    if with_subject:
        parts.insert(0, (Region.SUBJECT, message.subject, (0, len(message.subject))))
    text, pieces = "", []
    for region, source, span in parts:
        pieces.append((len(text), region, source, span))
        text += source[slice(*span)] + "\n\n"
    return _Said(text, tuple(pieces))


def _asked_at_the_foot(intents: IntentReader, message: InboundMessage) -> Finding | None:
    """A notice at the foot that asks for the code elsewhere is a request all the same."""
    for passage in message.passages:
        if passage.kind in _FOOT and (hit := intents.elsewhere(message.body[passage.start : passage.end])):
            there = passage.start + hit[0], passage.start + hit[1]
            return _finding(
                Region.BODY, message.body, there, Signal.CODE_ELSEWHERE.value, _RULES + "elsewhere"
            )
    return None


def _finding(region: Region, source: str, span: Span, value: str, found_by: str) -> Finding:
    start, end = span
    return Finding(
        value=value, text=source[start:end], region=region, start=start, end=end, found_by=found_by
    )
