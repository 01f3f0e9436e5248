"""One written name against many names on file, each way of agreeing with it judged once.

Words on file that agree with no written word say nothing of their own, so names that differ only in
parts of such words compare alike: of a thousand families with a Lucía García few are really compared.
"""

from __future__ import annotations

from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import Scale
from bot.matchers.name_words import FiledPart, Written, filed_name, filed_part
from bot.matchers.names import APART, NameComparison, compare, gives_name
from bot.matchers.vocabulary import Vocabulary
from bot.model.register import PersonName

Bits = tuple[float, float, float]  #: of given name, first and second surname


class AskedName:
    """Call it with the parts of a name on file."""

    def __init__(self, written: Written, vocabulary: Vocabulary, lexicon: Lexicon, scale: Scale) -> None:
        """`vocabulary`: of all names that it will be compared with."""
        self._written, self._lexicon, self._scale = written, lexicon, scale
        self._gives_name = gives_name(written, lexicon)
        self._agreeing = vocabulary.agreeing(written)
        self._initials = frozenset(word[0] for word in written.tokens)
        self._words = frozenset(written.tokens)  # those of one letter count: initials
        self._kinds: dict[str, str | bool] = {}  # a part on file -> itself, or only whether it is there
        self._known: dict[tuple[str | bool, ...], tuple[NameComparison, Bits]] = {}
        self._apart = APART, scale.apart

    def __call__(self, given: str, surname1: str, surname2: str) -> tuple[NameComparison, Bits]:
        """How the two agree, and what that weighs."""
        first = self._kind(given)
        if self._gives_name and isinstance(first, bool):
            return self._apart  # another given name, or none on file
        alike = (first, self._kind(surname1), self._kind(surname2))
        if alike not in self._known:
            filed = filed_name(PersonName(given, surname1, surname2))
            how = compare(self._written, filed, self._lexicon)
            self._known[alike] = how, self._scale.parts(how, filed)
        return self._known[alike]

    def _kind(self, part: str) -> str | bool:
        if part not in self._kinds:
            filed = filed_part(part)
            self._kinds[part] = part if self._agrees(filed) else bool(filed.words)
        return self._kinds[part]

    def _agrees(self, part: FiledPart) -> bool:
        """Whether any written word is paired with a word of this part."""
        return (
            not self._agreeing.isdisjoint(part.words)
            or part.joined in self._agreeing
            or not self._words.isdisjoint(part.initials)
            or not self._initials.isdisjoint(part.letters)
        )
