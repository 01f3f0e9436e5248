"""What a mail tells by the phrases of `rules/intents.yaml`: its groups, and what some of them imply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from bot.parsers.vocabulary import Shown, Span, Vocabulary, simplify

_LONGEST = 8_000  #: characters that are read
_MOBILE = re.compile(r"\d(?:[ .,()/-]{0,2}\d){8}")
#: "no" right before a wish; "no me la …", "don't …".
_DENIED = re.compile(
    r"(?:^|[\s,;.])(?:no|ni|nunca|jamas|not|don't|never|ne|nu|nao|nicht)\s(?:(?:me|nos|se|le|les|la|lo|las|los|mi|o)\s){0,3}$"
)


class Told(Shown):
    """What a text shows, and the kinds of access trouble that it tells of."""

    def __init__(self, flat: str, words: Vocabulary, topics: Sequence[str]) -> None:
        super().__init__(flat, words)
        self._topics = topics

    @cached_property
    def trouble(self) -> tuple[str, ...]:
        return tuple(topic for topic in self._topics if self(topic))

    @cached_property
    def mobile(self) -> bool:
        """Whether it holds a number of nine digits, however grouped."""
        return _MOBILE.search(self.flat) is not None

    def _undenied(self, group: str) -> Span | None:
        spans = sorted(self.all(group))
        return next((span for span in spans if not _DENIED.search(self.flat[: span[0]])), None)

    def app_works(self) -> Span | None:
        """Where iPasen is told to be well: beside another system, that one is meant."""
        return self._undenied("app_works")

    def unsafe(self) -> Span | None:
        """Where the number on file is told to be in no good hands."""
        return None if self("same_number") else self("unsafe_phone")


@lru_cache(maxsize=256)  # of one text several things are asked, some when its batch is read again
def tell(text: str, words: Vocabulary, topics: Sequence[str]) -> Told:
    """What a text as written tells; `topics`: the groups that are kinds of access trouble."""
    return Told(simplify(text[:_LONGEST]), words, topics)
