"""Modalities of Bachillerato, and the codes of schools whose units bear them: "1ºBTO-CT", "2B-HUM".

Families say "primero de Bachillerato de Ciencias"; where units bear letters, that tells no unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.claim import Course
from bot.parsers.plain import plain

STAGE = "BACH"
_YEARS = 2  #: of Bachillerato


@dataclass(frozen=True, slots=True)
class Modalities:
    """Every word for a modality, with the school's code for it, "" where the units bear none."""

    words: Mapping[str, str]

    @property
    def codes(self) -> frozenset[str]:
        """The codes that units of the school bear."""
        return frozenset(self.words.values()) - {""}

    def code(self, word: str, stage: str | None, level: int | None) -> str | None:
        """The code that a word stands for beside a stage, or beside a year that Bachillerato has."""
        fits = stage == STAGE or (stage is None and level is not None and level <= _YEARS)
        return self.words.get(word) or None if fits else None


def modalities_of_school(
    modalities: Mapping[str, tuple[str, ...]], cycles: Mapping[str, Course]
) -> Modalities:
    """`modalities`: what families say, by a word that Curso holds; `cycles`: name -> stage and code.

    The whole name in Curso and the code itself are words for it too.
    """
    words: dict[str, str] = {}
    for key, said in modalities.items():
        filed = {
            name: course.branch or ""
            for name, course in cycles.items()
            if course.stage == STAGE and plain(key) in name
        }
        code = next(iter(filed.values()), "")
        words |= dict.fromkeys(map(plain, said), code)
        words |= {plain(word): code for name, code in filed.items() for word in (name, code)}
    return Modalities(words)
