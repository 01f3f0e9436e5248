"""Is the key asked for at another place than the phone on file? Read by the parts that a sentence has.

Requests to send a password elsewhere take a thousand forms ("casi mejor se lo dais a Toni", "el código al
wasap de mi hermana") of few parts: somebody *hands over* or *takes* a *secret*, some *way*, to *somebody*, at
somebody's *line*; or the line is in other hands. The words for each part are vocabulary (`delivery` in
`rules/intents.yaml`); which parts must stand together, how near and in which order, is the table below. So
"mi marido entra con su clave" names a husband and a key, but nobody hands anything over. What is denied
("nunca por correo"), past ("mandé") or said in a harmless manner does not count. What is odd is for a person
to read (POLICY §2 row 15).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from bot.parsers.intents.vocabulary import Phrases, Shown
from bot.rules.model import RulesModel
from bot.text.plain import Span

_PREFIX = "delivery."  #: of these groups in the common vocabulary
_HANDED_NEAR = 8  #: words between a verb of handing over and a name or number


class _Side(Enum):
    BEFORE, AFTER, EITHER = range(3)


@dataclass(frozen=True, slots=True)
class _Near:
    """What must stand beside a word, at most so many words away."""

    part: str
    words: int
    side: _Side = _Side.EITHER
    plain: int = -1  #: up to so many words away it is a plain request

    def is_met(self, flat: str, word: Span, other: Span) -> bool:
        """Whether the other part stands where it must."""
        side = _Side.BEFORE if other < word else _Side.AFTER
        return self.side in {_Side.EITHER, side} and _close(flat, word, other, self.words)


_HANDED = _Near("handing", _HANDED_NEAR, plain=6)
_PREFERRED = _Near("preferring", 2, _Side.BEFORE)
_OF_A_SECRET = _Near("secrets", 8, _Side.BEFORE)
_BESIDE: Mapping[str, tuple[_Near, ...]] = {
    "to_whom": (_HANDED, _PREFERRED, _OF_A_SECRET),
    "of_whom": (_HANDED, _PREFERRED, _OF_A_SECRET),
    "who": (_Near("taking", 4),),
    "channels": (_HANDED, _PREFERRED, _Near("secrets", 8)),
    "places": (_Near("handing", 8),),
    "here": (_Near("handing", 2, _Side.BEFORE), _Near("secrets", 0, _Side.BEFORE)),
    "spelled": (_Near("secrets", 4, _Side.AFTER, plain=4),),
    "holders": (_Near("lines", 8), _Near("secrets", 6)),
}
_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){8,12}")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|(?<=[\u4e00-\u9fff])[.!?]")  #: in Chinese no blank follows
_FAR = 160  #: characters: nothing so far away is a few words away
_WRAPPED = 60  #: a line so long goes on in the next one
_PAST = re.compile(r"[éó]$")  #: "mandé": who leaves the accent away may be asking for it
_NOT = r"(?:no|ni|nunca|jamas|tampoco|nada de|not|don't|never|nor|ne|nu|nao|nicht|non|nie)"
_LEAD = 40  #: characters in which the words before a word stand
#: Right before a word: "nunca por correo", "no me la …", "en vez de …"; but "¿por qué no …?", "y si no …".
_DENIED = re.compile(
    r"(?<!\w)(?:no (?:hace falta|quiero|necesito|es necesario|supo|saben?|quiso|pudo|puede)(?: que)?"
    r"(?: (?:me|nos|se|le|la|lo))*"
    rf"|(?<!por que )(?<!porque )(?<!si )(?<!why ){_NOT}(?: (?:pas|plus|jamais))?"
    r"(?: (?:me|nos|se|le|les|la|lo|las|los|mi|o|it)){0,3}"
    r"|en vez de|en lugar de|instead of|rather than|au lieu de),? (?:[lm]')?$"
)
#: … and right after it: "por correo no", "benutzt es nicht".
_DENIED_AFTER = re.compile(
    r",? (?:(?:es|sie|ihn) )?(?:no|nunca|jamas|nicht|nie|pas|jamais)(?= (?:que|por)\b|\s*[.,;!)]|\s*$)"
)
_ASKING = re.compile(r"(?<!\w)(?:pod|pued)")  #: "¿no me la podríais …?" denies nothing …
#: … but "entiendo que por seguridad no me la pueden …" does.
_KNOWN = re.compile(
    r"(?<!\w)(?:entiendo|comprendo|imagino|supongo|se|me consta|dicen|dijeron|dijo|understand|know)"
    r"(?: ya| bien)? (?:que|that) [^.!?\n]{0,60}?"
    r"\bno (?:(?:me|nos|se|le|les|la|lo) ){0,2}(?:(?:pod|pued)\w+ )?$"
)
_DENIED_BETWEEN = re.compile(rf"(?<!\w)(?:{_NOT} |n')")
_CONTRAST = re.compile(r"(?<!\w)(?:sino|mejor|pero|but|rather|mais|dar|sondern|mas)(?!\w)|[;,]")


class DeliveryRules(RulesModel):
    """`delivery` in `rules/intents.yaml`; what each group is for stands in the file itself."""

    to_whom: Phrases = ()
    of_whom: Phrases = ()
    who: Phrases = ()
    taking: Phrases = ()
    spelled: Phrases = ()
    here: Phrases = ()
    channels: Phrases = ()
    places: Phrases = ()
    holders: Phrases = ()
    secrets: Phrases = ()
    handing: Phrases = ()
    preferring: Phrases = ()
    lines: Phrases = ()
    harmless: Phrases = ()
    elsewhere: Phrases = ()
    by_itself: Phrases = ()

    @property
    def groups(self) -> dict[str, Phrases]:
        """By their names in the common vocabulary."""
        return {_PREFIX + name: getattr(self, name) for name in type(self).model_fields}


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a text asks plainly for another way or other hands; else where it may: from word to word."""

    elsewhere: Span | None = None
    odd: Span | None = None


def read_delivery(shown: Shown, text: str) -> Delivery:
    """What a text wants; `text`: as written."""
    if span := shown(_PREFIX + "elsewhere"):
        return Delivery(elsewhere=span)
    odd = shown(_PREFIX + "by_itself")
    for span, plain in _read(shown, text):
        if plain:
            return Delivery(elsewhere=span)
        odd = odd or span
    return Delivery(odd=odd)


def is_handed(shown: Shown, span: Span, text: str) -> bool:
    """Whether a verb of handing over stands near a span, said in no harmless manner."""
    verbs, denied = _handing(shown, text)
    return not _is_harmless(shown, span) and any(
        verb not in denied and _close(shown.flat, verb, span, _HANDED_NEAR) for verb in verbs
    )


def _read(shown: Shown, text: str) -> Iterator[tuple[Span, bool]]:
    """All such places in their order, and whether each is a plain request."""
    flat = shown.flat

    @cache
    def spans(part: str) -> list[Span]:
        return sorted(s for s in shown.all(_PREFIX + part) if not _is_harmless(shown, s))

    @cache
    def handing() -> tuple[list[Span], set[Span]]:
        return _handing(shown, text)

    @cache
    def beside(part: str) -> list[Span]:
        match part:
            case "handing":
                return handing()[0]
            case "lines":
                return sorted([*spans("lines"), *(number.span() for number in _NUMBER.finditer(flat))])
            case _:
                return spans(part)

    words = sorted((span, kind) for kind in _BESIDE for span in spans(kind))
    for word, kind in words:
        if kind != "holders" and _is_denied(flat, word, *handing()):
            continue
        for near in _BESIDE[kind]:
            for other in _around(word, beside(near.part)):
                if near.is_met(flat, word, other) and not (
                    (kind == "who" and _is_not_done(flat, word, other))
                    or (near.part == "handing" and other > word and other in handing()[1])
                ):
                    whole = min(word[0], other[0]), max(word[1], other[1])
                    yield whole, _close(flat, word, other, near.plain)


def _handing(shown: Shown, text: str) -> tuple[list[Span], set[Span]]:
    """The verbs of handing over that ask for it or tell what shall be; and those of them that are denied."""
    flat = shown.flat
    verbs = sorted(
        (start, end)
        for start, end in shown.all(_PREFIX + "handing")
        if not _is_harmless(shown, (start, end)) and not _PAST.search(text[start:end].rstrip())
    )
    return verbs, {
        verb
        for verb in verbs
        if _KNOWN.search(flat, max(0, verb[0] - _FAR), verb[0])
        or (_stands_after(_DENIED, flat, verb[0]) and not _ASKING.search(flat, *verb))
    }


def _stands_after(pattern: re.Pattern[str], flat: str, at: int) -> bool:
    return pattern.search(flat, max(0, at - _LEAD), at) is not None


def _is_denied(flat: str, word: Span, verbs: Sequence[Span], denied: Container[Span]) -> bool:
    """Whether it is what the writer does not want."""
    if _stands_after(_DENIED, flat, word[0]) or _DENIED_AFTER.match(flat, word[1]):
        return True
    return any(
        verb in denied
        and verb < word
        and _close(flat, verb, word, _HANDED_NEAR)
        and not _CONTRAST.search(flat, verb[1], word[0])
        for verb in _around(word, verbs)
    )


def _is_not_done(flat: str, who: Span, taking: Span) -> bool:
    """Whether it is told not to be so: "su padre ni lo mira", "mein Mann benutzt es nicht"."""
    start, end = min(who[1], taking[1]), max(who[0], taking[0])
    return bool(_DENIED_BETWEEN.search(flat, start, end) or _DENIED_AFTER.match(flat, taking[1]))


def _around(word: Span, topics: Sequence[Span]) -> Sequence[Span]:
    """Those of the sorted spans that can be near at all."""
    first = bisect_left(topics, (word[0] - _FAR, 0))
    return topics[first : bisect_left(topics, (word[1] + _FAR, 0))]


def _is_harmless(shown: Shown, span: Span) -> bool:
    """Whether it touches a harmless manner of saying it."""
    return any(span[0] < end and start < span[1] for start, end in shown.all(_PREFIX + "harmless"))


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
