"""Which of many patterns can stand in a text at all: RE2 says so before `re` looks for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import re2

_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_ESCAPED_OR_BRACKET = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]", re.DOTALL)
#: In `re` the classes hold the signs of every script, in RE2 only those of ASCII; edges may be left out.
_WIDER = (
    (r"[^\W\d_]", r"[\pL\pN]"),
    (r"\w", r"[\pL\pN_]"),
    (r"\s", r"[\s\v\x1c-\x1f\x{85}\pZ]"),
    (r"\b", ""),
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Made when it is first looked for: `re` takes long to compile, and most phrases stand in few mails."""
    return re.compile(pattern)


class Sieve:
    """Made once from patterns of `re` (no flags, no `$`); may let one through in vain, but withholds none."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Raises re2.error for a pattern that RE2 cannot take even without its lookarounds."""
        self._filter = re2.Filter()
        for pattern in patterns:
            self._filter.Add(_loosened(pattern))
        self._filter.Compile()

    def possible(self, text: str) -> list[int]:
        """The numbers of the patterns that may be found in `text`, in order."""
        return sorted(self._filter.Match(text) or ())


class Wording:
    """Phrases in folded text, line by line, that RE2 rules out before `re` looks: most texts hold few.

    In ASCII, which folded text is, the classes of both are the same.
    """

    def __init__(self, *phrases: str) -> None:
        """Raises re2.error for a phrase that RE2 cannot take even without its lookarounds."""
        self._pattern = "(?m)" + "|".join(f"(?:{phrase})" for phrase in phrases)
        self._quick = re2.Filter()  # by their letters: new texts pay far less for them than for an automaton
        for phrase in phrases:
            self._quick.Add("(?m)" + _without_lookarounds(phrase))
        self._quick.Compile()

    def search(self, text: str) -> re.Match[str] | None:
        """As `re` does."""
        return compiled(self._pattern).search(text) if self._may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re` does."""
        return compiled(self._pattern).finditer(text) if self._may_stand(text) else iter(())

    def blank(self, text: str) -> str:
        """The text with a blank for each of the phrases."""
        return compiled(self._pattern).sub(" ", text) if self._may_stand(text) else text

    def _may_stand(self, text: str) -> bool:
        return not text.isascii() or self._quick.Match(text) is not None


def _loosened(pattern: str) -> str:
    """An RE2 pattern that matches wherever this one does: without lookarounds, with wider classes."""
    pattern = _without_lookarounds(pattern)
    for narrow, wide in _WIDER:
        pattern = pattern.replace(narrow, wide)
    return pattern


def _without_lookarounds(pattern: str) -> str:
    while hit := _LOOKAROUND.search(pattern):
        pattern = pattern[: hit.start()] + pattern[_closing(pattern, hit.start()) :]
    return pattern


def _closing(pattern: str, opening: int) -> int:
    """Where the group ends that opens there."""
    depth = 0
    for hit in _ESCAPED_OR_BRACKET.finditer(pattern, opening):
        depth += {"(": 1, ")": -1}.get(hit.group(), 0)
        if depth == 0:
            return hit.end()
    raise ValueError(pattern)  # no pattern of `re` is like this
