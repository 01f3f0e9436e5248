"""Names of people in a text, whoever they are: which of their words are given names, which surnames."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from bot.parsers.names.runs import name_runs
from bot.parsers.names.tokens import Token
from bot.parsers.names.words import PARTICLES, NameWords

#: Between a given name and the surnames told apart from it: "Ana (Gil Mora)", "Ana. Gil Mora".
_PIECES = re.compile(
    r"\s*[,;.]?\s*\(\s*|\s*,\s*|\s*\.{1,3}\s{1,2}|\s*;\s*"
    r"|\s*[,;.]?\s*(?:y\s+)?(?:(?:me|se)\s+apellid[ao]n?|(?:mis|sus|los|con|de)?\s*apellidos?)\s*(?:son\b)?\s*[:,]?\s*",
    re.IGNORECASE,
)
_LONGEST_GAP, _LONGEST_GIVEN, _BOTH = 30, 3, 2  #: characters; words of a given name; both surnames
_TIGHTLY = re.compile(r"\s*[,;.]?\s*\(\s*|.*apellid.*", re.IGNORECASE | re.DOTALL)
TITLES = frozenset({"dº", "d.º"})  #: with their names in one: Dª Ana Gil
_PIECE_ENDS = re.compile(r"\s*(?:[.,;:()\n\-–—]|$|(?:de|del|d|en|y|que|está|va|curso)\b|\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A name in a text: the words of it that count, in the order "given surnames"."""

    start: int
    end: int
    tokens: tuple[Token, ...]  #: given names first, whatever the order in the text
    given: int  #: how many of the tokens are the given name
    known: int  #: how many of the words are known as names

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(t.word for t in self.tokens if t.word not in PARTICLES)

    def given_text(self, text: str) -> str:
        return _said(text, self.tokens[: self.given])

    def surnames_text(self, text: str) -> str:
        return _said(text, self.tokens[self.given :])

    @property
    def is_surnames_first(self) -> bool:
        """Whether it is written "Apellidos, Nombre"."""
        return self.given < len(self.tokens) and self.tokens[self.given].start < self.tokens[0].start

    def value(self, text: str) -> str:
        """The name in order, as written."""
        return " ".join(p for p in (self.given_text(text), self.surnames_text(text)) if p)


def _said(text: str, tokens: tuple[Token, ...]) -> str:
    return " ".join([text[t.start : t.end] for t in tokens if t.word not in TITLES])


def find_mentions(
    text: str, start: int, end: int, names: NameWords, slots: AbstractSet[int], taken: str
) -> list[Mention]:
    """Names in `text[start:end]`, in order.

    `slots` are offsets at which a name is expected; `taken` is as long as `text` and holds a control
    character wherever something else (a course, a phone) was already read.
    """
    found = name_runs(text, start, end, names, slots, taken)
    runs = [_once(run, names) for run in found if any(token.word not in TITLES for token in run)]
    mentions: list[Mention] = []
    n = 0
    while n < len(runs):
        run, following = runs[n], runs[n + 1] if n + 1 < len(runs) else None
        if following and _surnames_first(text, run, following, names):
            mentions.append(
                _mention(following + run, len(following), min(t.start for t in run), following[-1].end, names)
            )
            n += 2
            continue
        if following and _in_pieces(text, run, following, names):
            mentions.append(_mention(run + following, len(run), run[0].start, following[-1].end, names))
            n += 2
            continue
        mentions.append(_mention(run, _given_count(run, names), run[0].start, run[-1].end, names))
        n += 1
    return mentions


def _once(run: tuple[Token, ...], names: NameWords) -> tuple[Token, ...]:
    """A name begun twice, as one speaks: "María Luz María Luz Gil"; "Gil Gil Ana" has two surnames."""
    words = [token.word for token in run]
    if names.given.get(words[0], 0) <= names.surname.get(words[0], 0):
        return run
    again = next((n for n in range(1, len(run) // 2 + 1) if words[:n] == words[n : 2 * n]), 0)
    return run[again:] if again < len(run) - again else run


def _mention(tokens: tuple[Token, ...], given: int, start: int, end: int, names: NameWords) -> Mention:
    return Mention(
        start,
        end,
        tokens,
        given,
        sum(names.is_name(t.word) or t.initial for t in tokens if t.word not in PARTICLES),
    )


def _given_count(run: tuple[Token, ...], names: NameWords) -> int:
    words = [t.word for t in run]
    count = names.split(words)
    while count < len(run) and run[count].initial and count + 1 < len(run):
        count += 1
    return count


def _surnames_first(
    text: str, run: tuple[Token, ...], following: tuple[Token, ...], names: NameWords
) -> bool:
    """Whether two runs are one name in the order "Apellidos, Nombre"."""
    if not re.fullmatch(r"\s*,\s*", text[run[-1].end : following[0].start]):
        return False
    ahead = [t.word for t in run if t.word not in PARTICLES]
    behind = [t.word for t in following if t.word not in PARTICLES]
    return (
        bool(ahead)
        and len(behind) <= 3
        and not any(3 * names.given.get(w, 0) > names.surname.get(w, 0) for w in ahead)
        and all(names.is_surname(w) or len(ahead) >= 2 for w in ahead)
        and all(w in names.given for w in behind)
        and not any(names.is_surname(w) and not names.is_given(w) for w in behind)
    )


def _in_pieces(text: str, run: tuple[Token, ...], following: tuple[Token, ...], names: NameWords) -> bool:
    """Whether two runs are one name with its surnames told apart: "Ana (Gil Mora, 2ºB)", "Ana. Gil Mora"."""
    between = text[run[-1].end : following[0].start]
    if len(between) > _LONGEST_GAP or not _PIECES.fullmatch(between):
        return False
    ahead = [t.word for t in run if t.word not in PARTICLES]
    behind = [t.word for t in following if t.word not in PARTICLES]
    if any(t.initial for t in (*run, *following)) or len(ahead) > _LONGEST_GIVEN:
        return False
    if (
        not names.is_given(ahead[0])
        or not all(w in names.given for w in ahead)
        or names.split(ahead) < len(ahead)
    ):
        return False
    if 2 * names.given.get(behind[0], 0) > names.surname.get(behind[0], 0) or not names.is_surname(behind[0]):
        return False
    if len(behind) <= _BOTH and _TIGHTLY.fullmatch(between):
        return True
    return (
        len(behind) == _BOTH
        and names.is_surname(behind[1])
        and bool(_PIECE_ENDS.match(text, following[-1].end))
    )
