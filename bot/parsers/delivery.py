"""Is password or phone spoken of beside other people, other ways or other hands?

Requests to send a password elsewhere are known by their phrases (`elsewhere_phone`, `elsewhere_mail` …), but
nobody can list all that people think of: "casi mejor se lo dais a Toni", "la SIM está en el móvil de Jose".
Here the question is turned round. Whatever names another person, way, place or holder near the words for
password, phone or handing over is odd, unless it is said in one of the known harmless manners ("mi marido sí
entra con la suya"). What is odd is for a person to read (POLICY §2 row 15).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from bot.parsers.vocabulary import Phrases, Shown, Span

_PREFIX = "delivery."  #: of these groups in the common vocabulary
#: What is odd, and how many words away from what: nearer where the other word is a common one.
_ODD_NEAR: Mapping[str, tuple[tuple[str, int], ...]] = {
    "receivers": (("secrets", 8), ("handing", 8), ("lines", 6)),
    "channels": (("secrets", 8), ("handing", 8)),
    "places": (("handing", 8),),
    "holders": (("lines", 8), ("secrets", 6)),
}
_HANDED_NEAR = 8  #: words between a verb of handing over and a name or number
_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){8,12}")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_FAR = 160  #: characters: nothing so far away is a few words away
_WRAPPED = 60  #: a line so long goes on in the next one


class DeliveryRules(BaseModel):
    """`delivery` in `rules/intents.yaml`; what each group is for stands in the file itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    receivers: Phrases = ()
    channels: Phrases = ()
    places: Phrases = ()
    holders: Phrases = ()
    secrets: Phrases = ()
    handing: Phrases = ()
    lines: Phrases = ()
    harmless: Phrases = ()
    by_itself: Phrases = ()

    @property
    def groups(self) -> dict[str, Phrases]:
        """By their names in the common vocabulary."""
        return {_PREFIX + name: getattr(self, name) for name in type(self).model_fields}


def odd_delivery(shown: Shown) -> Span | None:
    """Where a text shows it first: from the one word to the other."""
    if span := shown(_PREFIX + "by_itself"):
        return span
    if not any(shown(_PREFIX + group) for group in _ODD_NEAR):
        return None
    harmless = shown.all(_PREFIX + "harmless")

    def spans(group: str) -> list[Span]:
        return [span for span in shown.all(_PREFIX + group) if not _touches(span, harmless)]

    odds = sorted((span, group) for group in _ODD_NEAR for span in spans(group))
    topics = {name: sorted(spans(name)) for near in _ODD_NEAR.values() for name, _ in near}
    topics["lines"] = sorted([*topics["lines"], *(number.span() for number in _NUMBER.finditer(shown.flat))])
    for odd, group in odds:
        for name, words in _ODD_NEAR[group]:
            for topic in _around(odd, topics[name]):
                if _close(shown.flat, odd, topic, words):
                    return min(odd[0], topic[0]), max(odd[1], topic[1])
    return None


def is_handed(shown: Shown, span: Span) -> bool:
    """Whether a verb of handing over stands near a span, said in no harmless manner."""
    harmless = shown.all(_PREFIX + "harmless")
    return not _touches(span, harmless) and any(
        not _touches(verb, harmless) and _close(shown.flat, verb, span, _HANDED_NEAR)
        for verb in shown.all(_PREFIX + "handing")
    )


def _around(odd: Span, topics: Sequence[Span]) -> Sequence[Span]:
    """Those of the sorted spans that can be near at all."""
    first = bisect_left(topics, (odd[0] - _FAR, 0))
    return topics[first : bisect_left(topics, (odd[1] + _FAR, 0))]


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _close(flat: str, one: Span, other: Span, words: int) -> bool:
    """Whether at most so many words of one sentence stand between the two."""
    start, end = min(one[1], other[1]), max(one[0], other[0])
    if start > end:
        return False  # the same words
    between = flat[start:end]
    if _SENTENCE_END.search(between) or len(between.split()) > words:
        return False
    breaks = (start + at for at, letter in enumerate(between) if letter == "\n")
    return all(at - (flat.rfind("\n", 0, at) + 1) >= _WRAPPED for at in breaks)
