"""What a mail tells by the phrases of `rules/intents.yaml`: its groups, and what some of them imply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from bot.parsers.intents.vocabulary import Shown, Vocabulary, simplify
from bot.text.plain import Span

_LONGEST = 8_000  #: characters that are read
_NAME = "pasen"  #: of the app; "la aplicación del centro" may be any
FORGOTTEN = "forgotten"  #: the kind of trouble that need not be with the access
_TO_DO = re.compile(r"\s+(?:de )?[a-z]{3,}[aei]r(?:l[aeo]s?|os|me)?\b")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_ANOTHER_SCRIPT = 12  #: letters
_MOBILE = re.compile(r"\d(?:[ .,()/-]{0,2}\d){8}")
#: "no" right before a wish or a deed; "no me la …", "no la he …", "don't …".
_DENIED = re.compile(
    r"(?:^|[\s,;.])(?:no|ni|nunca|jamas|not|don't|never|ne|nu|nao|nicht)\s(?:(?:me|nos|se|le|les|la|lo|las|los|mi|o)\s){0,3}(?:(?:he|ha|hemos|han)\s)?$"
)


class Told(Shown):
    """What a text shows, and the kinds of access trouble that it tells of."""

    def __init__(self, flat: str, words: Vocabulary, topics: Sequence[str]) -> None:
        super().__init__(flat, words)
        self._topics = topics

    @cached_property
    def trouble(self) -> tuple[str, ...]:
        shown = [topic for topic in self._topics if self(topic)]
        return tuple(topic for topic in shown if topic != FORGOTTEN or not self._forgot_to_do())

    def _forgot_to_do(self) -> bool:
        """Whether a deed was forgotten and no password: "olvidé justificar la falta en iPasen"."""
        return not self("credential") and all(_TO_DO.match(self.flat, end) for _, end in self.all(FORGOTTEN))

    @property
    def whole(self) -> Span:
        """Where the own words begin and end; the subject when there are none."""
        body = self.flat.find("\n\n") + 2
        return (body if self.flat[body:].strip() else 0), len(self.flat.rstrip())

    @property
    def is_latin(self) -> bool:
        """Whether it is written in the letters that the models hear; a name in others does not matter."""
        return len(_OTHER_LETTER.findall(self.flat)) < _ANOTHER_SCRIPT

    @cached_property
    def mobile(self) -> bool:
        """Whether it holds a number of nine digits, however grouped."""
        return _MOBILE.search(self.flat) is not None

    def undenied(self, group: str) -> Span | None:
        """Where a phrase of the group stands without a "no" before it."""
        spans = sorted(self.all(group))
        return next((span for span in spans if not _DENIED.search(self.flat[: span[0]])), None)

    def of_another_system(self) -> bool:
        """Whether Moodle or the like is meant: iPasen is not named beside it, or is told to be well."""
        named = any(_NAME in self.flat[slice(*span)] for span in self.all("app"))
        return bool(self("other_systems")) and bool(self.undenied("app_works") or not named)

    def unsafe(self) -> Span | None:
        """Where the number on file is told to be in no good hands."""
        return None if self("same_number") else self("unsafe_phone")


@lru_cache(maxsize=256)  # of one text several things are asked, some when its batch is read again
def tell(text: str, words: Vocabulary, topics: Sequence[str]) -> Told:
    """What a text as written tells; `topics`: the groups that are kinds of access trouble."""
    return Told(simplify(text[:_LONGEST]), words, topics)
