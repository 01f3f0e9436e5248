"""Match weights: what each comparison level is worth, in bits, as `rules/matching.yaml` declares it.

Splink's vocabulary: a *comparison* has ordered *levels*, each level a *match weight* (log2 of a Bayes
factor); *term frequency* lets a rare name say more than a common one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import log2
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.matchers.name_words import Filed, filed_name
from bot.matchers.names import APART, NameComparison, Part
from bot.matchers.units import CourseLevel
from bot.model.match import PhoneFit
from bot.model.register import Enrolment, PersonName
from bot.rules.model import RulesModel
from bot.text.words import fold


def _all_of(levels: frozenset[str]) -> AfterValidator:
    def check(weights: dict[str, float]) -> dict[str, float]:
        wrong = [f"«{name}» no es un nivel" for name in sorted(weights.keys() - levels)]
        wrong += [f"falta el peso de «{name}»" for name in sorted(levels - weights.keys())]
        if wrong:
            raise ValueError("; ".join(wrong))
        return weights

    return AfterValidator(check)


_PARTS = frozenset(part.name.lower() for part in Part)
_NAME = Annotated[dict[str, float], _all_of(_PARTS)]
_SHARE = Annotated[dict[str, float], _all_of(_PARTS - {"missing", "different"})]
_PHONE = Annotated[dict[str, float], _all_of(frozenset(fit.value for fit in PhoneFit))]
_COURSE = Annotated[dict[str, float], _all_of(frozenset(level.name.lower() for level in CourseLevel))]
_ENROLMENT = Annotated[dict[str, float], _all_of(frozenset(state.value for state in Enrolment))]


def _table(weights: Mapping[str, float]) -> tuple[float, ...]:
    """Weights by level number; a level that is not named weighs nothing."""
    return tuple(weights.get(part.name.lower(), 0.0) for part in Part)


class FrequencyRules(RulesModel):
    """How much the rarity of a name counts."""

    given: float = Field(gt=0, lt=1)  #: share of people whom an average given name covers
    surname: float = Field(gt=0, lt=1)
    people: int = Field(gt=0)  #: how many people that average stands for, beside those on file
    share: _SHARE


class MatchingRules(RulesModel):
    """`rules/matching.yaml`."""

    given: _NAME
    surname: _NAME
    frequency: FrequencyRules
    phone: _PHONE
    course: _COURSE
    enrolment: _ENROLMENT
    guardian_unknown: float = Field(le=0)
    student_unknown: float = Field(le=0)
    tie: float = Field(ge=1)  #: accounts this near or nearer are a tie
    name_tie: float = Field(ge=0)  #: of a pupil's guardians those within this of the best name count
    institutions: Annotated[frozenset[str], AfterValidator(lambda words: frozenset(map(fold, words)))]

    @cached_property
    def name_tables(self) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """`given`, `surname` and `frequency.share` by level number."""
        return _table(self.given), _table(self.surname), _table(self.frequency.share)

    @cached_property
    def course_table(self) -> tuple[float, ...]:
        """`course` by level number."""
        return tuple(self.course[level.name.lower()] for level in CourseLevel)


class Scale:
    """Weighs name comparisons with the frequencies of one register."""

    def __init__(self, rules: MatchingRules, given: Mapping[str, int], surnames: Mapping[str, int]) -> None:
        """`given`, `surnames`: how many people on file bear each folded word."""
        frequency = rules.frequency
        self._given, self._surname, self._share = rules.name_tables
        self._counts = (given, surnames)
        self._averages = (frequency.given, frequency.surname)
        self._imagined = frequency.people
        self._people = max(sum(given.values()), 1)
        self._rarities: dict[tuple[str, bool], float] = {}
        #: Bits of the parts of two names of different people.
        self.apart = self.parts(APART, filed_name(PersonName("", "", "")))

    def parts(self, how: NameComparison, filed: Filed) -> tuple[float, float, float]:
        """Bits of the given name and of the two surnames."""
        return (
            self._bits(self._given, how.given, filed, 0),
            self._bits(self._surname, how.surname1, filed, 1),
            self._bits(self._surname, how.surname2, filed, 2),
        )

    def _bits(self, weights: tuple[float, ...], level: Part, filed: Filed, part: int) -> float:
        weight, share = weights[level], self._share[level]
        if weight <= 0 or not filed.places[part]:
            return weight
        rarities = [self._rarity(filed.tokens[i], part > 0) for i in filed.places[part]]
        # Where it is not sure which of the words agree, the commonest one speaks.
        rarity = max(rarities) if level >= Part.VARIANT else min(rarities)
        return max(0.5, weight + share * rarity)

    def _rarity(self, word: str, surname: bool) -> float:
        """How many bits rarer than the average a word on file is (negative: commoner)."""
        rarity = self._rarities.get((word, surname))
        if rarity is None:
            average, count = self._averages[surname], self._counts[surname].get(word, 0)
            imagined = average * self._imagined
            rarity = log2(average * (self._people + self._imagined) / (count + imagined))
            self._rarities[word, surname] = rarity
        return rarity
