"""Phrases that an admin writes, as RE2 expressions, and where a text shows them.

In a phrase " … " stands for up to eight words of one sentence and "*" for the rest of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any

import re2
from pydantic import AfterValidator

from bot.rules.patterns import ensure_safe
from bot.text.plain import Span, plain

_Phrase = tuple[Any, bool]  #: compiled, and whether it may stand inside a word (re2 has no public type)

_SPACE = r"[ \t,;:()]*[ \t,;:()\n][ \t]*"
_GAP = rf"{_SPACE}(?:[^\s.!?]+{_SPACE}){{0,8}}?"  #: up to eight words of the same sentence
_LETTERS = r"[^\s.,;:!?()'\-/@]*"
_EDGE = r"[\s.,;:!?()'\-/@]"
#: Chinese has no blanks, and Arabic joins its small words: there a phrase may stand inside a word.
_JOINED = re.compile(r"[\u0600-\u06ff\u4e00-\u9fff]")
_LONG = 5_000  #: bytes: hardly any mail is as long
_NOISE = re.compile(r"[^\w\s.,;:!?()'\-/@+]")


def as_regex(phrase: str) -> str:
    """A phrase of the vocabulary as a RE2 expression over simplified text."""
    pattern = re.sub(r" *… *", "\x00", phrase)
    pattern = plain(pattern)
    pattern = re.sub(r"(?<=[\w)])\*", lambda _: _LETTERS, pattern)
    pattern = re.sub(r" +", lambda _: _SPACE, pattern).replace("\x00", _GAP)
    return f"(?:{pattern})"


def _safe(phrase: str) -> str:
    ensure_safe(as_regex(phrase), written=phrase)
    return phrase


Phrases = tuple[Annotated[str, AfterValidator(_safe)], ...]


def simplify(text: str) -> str:
    """Plain text of the same length in which emoji and odd signs are blanks."""
    return _NOISE.sub(" ", plain(text))


class Vocabulary:
    """Groups of phrases, made once.

    One pass over a text for the letters of all phrases tells which it can show at all; those are looked for
    one by one, for what RE2 prepares for a whole group is of no use in the next mail. In a short text RE2
    tries them all at once; in a long one only those are tried that somebody asks for.
    """

    def __init__(self, groups: Mapping[str, Phrases]) -> None:
        phrases = [(group, phrase) for group, of_group in groups.items() for phrase in of_group]
        self._filter = re2.Filter()
        for _, phrase in phrases:
            self._filter.Add(_whole(phrase))
        self._filter.Compile()
        self._phrases = [
            (group, self._filter.re(number), bool(_JOINED.search(phrase)))
            for number, (group, phrase) in enumerate(phrases)
        ]

    def possible(self, text: bytes) -> dict[str, list[_Phrase]]:
        """The phrases of each group that may stand in a simplified text."""
        found: dict[str, list[_Phrase]] = {}
        for number in sorted(self._filter.Match(text, potential=len(text) > _LONG) or ()):
            group, pattern, joined = self._phrases[number]
            found.setdefault(group, []).append((pattern, joined))
        return found


@lru_cache(maxsize=8)  # rules are read again at every edit, and few of them have changed
def vocabulary(*groups: tuple[str, Phrases]) -> Vocabulary:
    """Of these groups."""
    return Vocabulary(dict(groups))


class Shown:
    """What a simplified text shows of a vocabulary; each group is looked for once, when it is asked for."""

    def __init__(self, flat: str, vocabulary: Vocabulary) -> None:
        self.flat = flat
        self._text = flat.encode()
        self._possible = vocabulary.possible(self._text)
        self._spans: dict[str, Span | None] = {}
        self._all: dict[str, list[Span]] = {}

    def __call__(self, group: str) -> Span | None:
        """Where the first phrase of a group stands."""
        if group not in self._possible:
            return None
        if group not in self._spans:
            self._spans[group] = self._first(self._possible[group])
        return self._spans[group]

    def _first(self, phrases: Iterable[_Phrase]) -> Span | None:
        hits = [(hit, joined) for pattern, joined in phrases if (hit := pattern.search(self._text))]
        if not hits:
            return None
        first, _ = min(hits, key=lambda h: (h[0].start(), h[1], h[0].start(1)))
        return self._letters(first.span(1))

    def all(self, group: str) -> list[Span]:
        """Wherever a phrase of a group stands; of one phrase no two that overlap."""
        if group not in self._all:
            self._all[group] = [
                self._letters(span)
                for pattern, _ in self._possible.get(group, ())
                for span in _every(pattern, self._text)
            ]
        return self._all[group]

    def _letters(self, span: Span) -> Span:
        """Places in the text instead of in its bytes."""
        return len(self._text[: span[0]].decode()), len(self._text[: span[1]].decode())


def _every(pattern: Any, text: bytes) -> Iterator[Span]:
    """The phrase wherever it stands; the blank after one may be that before the next."""
    at = 0
    while hit := pattern.search(text, at):
        yield hit.span(1)
        at = max(hit.end(1), at + 1)


def _whole(phrase: str) -> str:
    """Between two edges, but for scripts that write words together."""
    expression = as_regex(phrase)
    return f"({expression})" if _JOINED.search(phrase) else f"(?:^|{_EDGE})({expression})(?:$|{_EDGE})"
