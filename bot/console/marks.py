"""A mail's text cut where findings stand, so that a page can colour them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.claim import Region
from bot.model.mail import InboundMessage

SHOWN = frozenset({"guardian", "student", "course", "phone", "intent"})  #: coloured in the mail


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `what` it shows, "" when nothing."""

    text: str
    what: str = ""


def marked(
    message: InboundMessage, explanation: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Subject and body of a mail. `explanation`: the lines of `bot.decision.explain.as_json`."""
    return (
        tuple(pieces(message.subject, explanation, Region.SUBJECT)),
        tuple(pieces(message.body.rstrip(), explanation, Region.BODY)),
    )


def pieces(text: str, explanation: Sequence[Mapping[str, Any]], region: Region) -> Iterator[Piece]:
    """The text of a region in order; of two findings that overlap the first one counts."""
    spans = sorted(
        (entry["span"][0], entry["span"][1], str(entry["what"]))
        for entry in explanation
        if entry["span"] and entry["region"] == region and entry["what"] in SHOWN
    )
    done = 0
    for start, end, what in spans:
        if start < done or start == end:
            continue
        yield Piece(text[done:start])
        yield Piece(text[start:end], what)
        done = end
    yield Piece(text[done:])
