"""How two single words of names agree, and which words are names in their own right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.phonetics import is_slip, romanian_nominatives, slavic_stem, sound

_NOBODY: Mapping[str, int] = MappingProxyType({})


class Agreement(IntEnum):
    """Comparison level of two words, worst first."""

    DIFFERENT = 0
    INITIAL = 1  #: one letter for the whole
    TYPO = 2
    SHORT = 3  #: Paco and Francisco, Gª and García
    VARIANT = 4  #: another spelling of the same sound, or of the same foreign name
    EXACT = 5


class Lexicon:
    """Judges words of names; knows the short names and which words are established names.

    A word is taken for another's typo only when not both are established: "Marta" is a name of its
    own and never a slip for "María", and Hernández is not Fernández.
    """

    def __init__(
        self,
        hypocoristics: Hypocoristics,
        given: Mapping[str, int] = _NOBODY,
        surnames: Mapping[str, int] = _NOBODY,
    ) -> None:
        """`given`, `surnames`: how many people on file bear each folded word."""
        self.hypocoristics = hypocoristics
        self._known = hypocoristics.given | hypocoristics.surnames | hypocoristics.shorts
        self._given = given
        self._surnames = surnames
        people = max(sum(given.values()), sum(surnames.values()))
        # A typo on file shows up once; in a very large register it can show up twice.
        established_from = 2 + people // 20_000
        borne = {word for counts in (given, surnames) for word, n in counts.items() if n >= established_from}
        # By their sound, so that "Fernándes" counts as Fernández and not as a slip for Hernández.
        self._established = frozenset(map(sound, self._known | borne))
        self.agreement = lru_cache(maxsize=200_000)(self._agreement)

    def established(self, word: str) -> bool:
        """A name in its own right: well known, or borne by more than one person on file."""
        return sound(word) in self._established

    def is_given(self, word: str) -> bool:
        """Clearly a given name and no surname, as far as the people on file and the lists show."""
        return (
            word not in self.hypocoristics.surnames
            and self._given.get(word, 0) >= 4 * self._surnames.get(word, 0)
            and self.may_be_given(word)
        )

    def may_be_given(self, word: str) -> bool:
        """Somebody bears it as a given name."""
        names = self.hypocoristics
        if word in self._given:
            return True
        return word in names.given or (word in names.shorts and word not in names.surnames)

    def _agreement(self, written: str, filed: str, *, surname: bool) -> Agreement:
        """Compare a folded word of the mail with one on file."""
        if written == filed:
            return Agreement.EXACT
        if len(written) == 1 or len(filed) == 1:
            return Agreement.INITIAL if written[0] == filed[0] else Agreement.DIFFERENT
        if "?" in filed and re.fullmatch(re.escape(filed).replace(r"\?", "."), written):
            return Agreement.VARIANT
        if sound(written) == sound(filed):
            return Agreement.VARIANT
        if surname and self.hypocoristics.surnames.issuperset((written, filed)):
            return Agreement.DIFFERENT  # as given names one may be short for the other: Esteve, Esteban
        if self.hypocoristics.same_spelling(written, filed):
            return Agreement.VARIANT
        if (
            surname
            and slavic_stem(written) == slavic_stem(filed)
            and self._known.isdisjoint({written, filed})
        ):
            return Agreement.VARIANT  # but Martín and Marina are no Slavic surnames
        if not surname and written not in self._known and filed in romanian_nominatives(written):
            return Agreement.VARIANT
        if self.hypocoristics.related(written, filed):
            return Agreement.SHORT
        if not surname and self.hypocoristics.is_diminutive(written, filed):
            return Agreement.SHORT
        if not surname and _other_gender(written, filed):
            return Agreement.DIFFERENT
        if is_slip(written, filed) and not (self.established(written) and self.established(filed)):
            return Agreement.TYPO
        return Agreement.DIFFERENT


def _other_gender(one: str, other: str) -> bool:
    """Antonio and Antonia, Manuel and Manuela: a letter apart, and never the same person."""
    short, long = sorted((one, other), key=len)
    if long == short + "a":
        return True
    return len(one) == len(other) and one[:-1] == other[:-1] and {one[-1], other[-1]} <= set("aoe")
