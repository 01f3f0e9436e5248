"""A chat copied into a mail: which of its lines are the writer's, which those of others.

WhatsApp writes "[13/10/26, 21:02:11] Ana: …" or "13/10/26, 21:02 - Ana: …"; people also type "Ana: …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.words import words

_TIMED = re.compile(
    r"[\s\u200e]*(?:\[[\d/.,:\s]{8,24}(?:[ap]\.?\s?m\.?)?\]\s*"
    r"|[\d/.]{6,10},?\s\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\.?\s*)?-\s+)"
    r"([^:\n]{1,40}):(?:\s|$)"
)
_LABELLED = re.compile(r"\s*([^\W\d_][^:\n]{1,24}):\s+\S")
_MYSELF = frozenset({"tu", "yo", "you", "moi", "eu", "ich", "io"})
_TWICE = 2  #: who speaks only once without a time may be the label of a form


def of_others(lines: Sequence[str], writer: str) -> list[bool]:
    """For each line whether another than the writer says it; none when the writer does not speak there.

    `writer` is the display name of the sender. A line without a name goes on with the last speaker's.
    """
    own = frozenset(words(writer)) | _MYSELF
    for pattern, at_least in ((_TIMED, 1), (_LABELLED, _TWICE)):
        hits = [pattern.match(line) for line in lines]
        mine = [bool(own.intersection(words(hit.group(1)))) if hit else None for hit in hits]
        if mine.count(True) >= at_least and mine.count(False):
            return _spread(lines, mine)
    return [False] * len(lines)


def _spread(lines: Sequence[str], mine: Sequence[bool | None]) -> list[bool]:
    """A speaker's further lines are theirs too, up to an empty one."""
    others: list[bool] = []
    speaks = True
    for line, is_mine in zip(lines, mine, strict=True):
        if is_mine is not None:
            speaks = is_mine
        elif not line.strip():
            speaks = True
        others.append(not speaks)
    return others
