"""Which of many patterns can stand in a text at all: one pass of RE2 instead of one of `re` for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_MEMORY = 64 << 20


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Made when it is first looked for: `re` takes long to compile, and most phrases stand in few mails."""
    return re.compile(pattern)


class Sieve:
    """Made once from patterns of `re` (no flags, no `$`); may let one through in vain, but withholds none."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Raises re2.error for a pattern that RE2 cannot take even without its lookarounds."""
        options = re2.Options()
        options.max_mem = _MEMORY
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(_loosened(pattern))
        self._set.Compile()

    def possible(self, text: str) -> list[int]:
        """The numbers of the patterns that may be found in `text`, in order."""
        return sorted(self._set.Match(text) or ())


def _loosened(pattern: str) -> str:
    """An RE2 pattern that matches wherever this one does: without lookarounds, with wider classes."""
    while hit := _LOOKAROUND.search(pattern):
        pattern = pattern[: hit.start()] + pattern[_closing(pattern, hit.start()) :]
    for narrow, wide in _WIDER:
        pattern = pattern.replace(narrow, wide)
    return pattern


def _closing(pattern: str, opening: int) -> int:
    """Where the group ends that opens there."""
    depth = 0
    for hit in _ESCAPED_OR_BRACKET.finditer(pattern, opening):
        depth += {"(": 1, ")": -1}.get(hit.group(), 0)
        if depth == 0:
            return hit.end()
    raise ValueError(pattern)  # no pattern of `re` is like this
