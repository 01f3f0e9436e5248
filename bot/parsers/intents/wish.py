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


@dataclass(frozen=True, slots=True)
class Wish:
    """The intent and its signals, with the words that show them."""

    asked_with: tuple[bool, bool]  #: `has_data` and `only_data`
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
    only_data: bool = False,
    with_referred: bool = False,
) -> Wish:
    """The intent of subject and own words, its spans taken back to their regions.

    `has_data`, `only_data`: as for `IntentReader.read`; `with_referred`: they refer to what is quoted or
    forwarded below, and leave it to say what is wanted.
    """
    wish = _read(
        intents, message, {PassageKind.OWN}, is_reply=is_reply, has_data=has_data, only_data=only_data
    )
    if not with_referred or wish.reading.intent is not Intent.OTHER or wish.reading.evidence:
        return wish
    return _read(
        intents,
        message,
        {PassageKind.OWN, *_BELOW},
        is_reply=is_reply,
        has_data=has_data,
        only_data=only_data,
    )


def _read(
    intents: IntentReader,
    message: InboundMessage,
    kinds: Container[PassageKind],
    *,
    is_reply: bool,
    has_data: bool,
    only_data: bool = False,
) -> Wish:
    own = [(p.start, p.end) for p in message.passages if p.kind in kinds]
    pieces = [(Region.BODY, message.body, start, end) for start, end in own]
    if not is_reply:
        pieces.insert(0, (Region.SUBJECT, message.subject, 0, len(message.subject)))
    text, starts = "", []
    for _, source, start, end in pieces:
        starts.append(len(text))
        text += source[start:end] + "\n\n"
    reading = intents.read(text, is_reply=is_reply, has_data=has_data, only_data=only_data)

    def finding(span: Span, group: str, found_by: str = "") -> Finding:
        n = max(i for i, at in enumerate(starts) if at <= span[0])
        region, source, start, end = pieces[n]
        a = start + span[0] - starts[n]
        b = min(end, start + span[1] - starts[n])
        return Finding(
            value=group,
            text=source[a:b],
            region=region,
            start=a,
            end=b,
            found_by=found_by or (group if group.startswith("model") else f"intents.yaml: {group}"),
        )

    signals = {
        s: finding(span, s.value, "model" if s in reading.heard else "") if span else None
        for s, span in reading.signals.items()
    }
    for passage in message.passages:
        # A notice at the foot that asks for it is a request all the same.
        if (
            passage.kind in {PassageKind.FOOTER, PassageKind.SIGNATURE}
            and Signal.CODE_ELSEWHERE not in signals
        ):
            hit = intents.elsewhere(message.body[passage.start : passage.end])
            if hit:
                start, end = passage.start + hit[0], passage.start + hit[1]
                signals[Signal.CODE_ELSEWHERE] = Finding(
                    value=Signal.CODE_ELSEWHERE.value,
                    text=message.body[start:end],
                    region=Region.BODY,
                    start=start,
                    end=end,
                    found_by="intents.yaml: elsewhere",
                )
    rest = unread(message.passages)
    if rest and reading.intent is Intent.RECOVER and Signal.ALSO_OTHER not in signals:
        # What is not read may ask for something else: a person looks at it.
        start, end = rest[0], min(rest[1], rest[0] + _SHOWN)
        signals[Signal.ALSO_OTHER] = Finding(
            value=Signal.ALSO_OTHER.value,
            text=message.body[start:end],
            region=Region.BODY,
            start=start,
            end=end,
            found_by="unread",
        )
    evidence = tuple(finding(span, group) for group, span in reading.evidence)
    return Wish((has_data, only_data), text, reading, signals, evidence)
