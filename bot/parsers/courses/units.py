"""What the register teaches about a school's courses: its codes of cycles, and how its units are spelt.

No school names its units as another does ("1E-A", "ESO1A", "S1-A", "CFGM-IEA-1"), and families copy them.
The spelling is learned from Unidad beside Curso: which sign is the level, which letter the group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.model.claim import Course
from bot.rules.model import RulesModel
from bot.text.plain import plain, word_set

GENERAL = frozenset({"ESO", "BACH", "PDC", "PRIMARIA", "INFANTIL", "ESPA"})  #: stages without cycles
_SIGN = re.compile(r"[a-zñ]+|\d")
_LEVEL, _LETTER = "(?P<level>[1-9])", "(?P<group>[a-h])"
_ROMAN_LEVEL = "(?P<level>iii|iv|ii|i)"  #: only where the school writes its levels so
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TIGHT, _LOOSE = r"[._ºª°/-]{0,2}", r"[\s._ºª°/-]{0,2}"  #: what may part the signs
_CODE = 3  #: letters of a code that is no word
_TELLING = 4  #: letters of a word that can name a cycle by itself
_LONG, _ENDING = 8, 3  #: letters of a word whose end may differ, and how many of them
_FIRST_PART = re.compile(r"^(?:agro|bio|electro|foto|micro|tele)")
_VAGUE = word_set(
    "para base otros otras area actividades atencion gestion servicios sistemas desarrollo tecnico general"
)


class Branch(RulesModel):
    """One vocational cycle: the stage it belongs to and the words for it."""

    stage: str
    words: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  #: count only when the stage is written too


def branches_of_school(branches: Mapping[str, Branch], cycles: Mapping[str, Course]) -> dict[str, Branch]:
    """The common cycles, those that the school teaches under its own codes and by their whole names too.

    Where units read "2GS-AYF", Administración y Finanzas is AYF, not AF. `cycles`: name -> stage and code.
    """
    own = dict(branches)
    for name, cycle in cycles.items():
        code, stage = cycle.branch or "", cycle.stage or ""
        known = next((c for c, branch in branches.items() if _is(branch, name, stage)), code)
        common = own.pop(known, Branch(stage=stage))
        key = _key(cycle, cycles)
        words = (name, *common.words) if known == code != key else (name, known, *common.words)
        own[key] = common.model_copy(update={"stage": stage, "words": words})
    return own


def _key(cycle: Course, cycles: Mapping[str, Course]) -> str:
    """The code of a cycle; with its stage where two stages share it: "1CFGM-COC" beside "1CFGB-COC"."""
    code = cycle.branch or ""
    stages = {other.stage for other in cycles.values() if other.branch == cycle.branch}
    return code if len(stages) == 1 else f"{code} {cycle.stage}"


def telling_stems(cycles: Mapping[str, Course]) -> dict[tuple[str, str], str]:
    """(stem, stage) -> code, for words that only one cycle of the school bears in its name: "marketing".

    Of a long word the end is left open: "auxiliar" for Cuidados Auxiliares, "informàtica" for Informática.
    """
    bearers = Counter((word, cycle.stage) for name, cycle in cycles.items() for word in _telling(name))
    return {
        (spelt, cycle.stage or ""): _key(cycle, cycles)
        for name, cycle in cycles.items()
        for word in _telling(name)
        if bearers[word, cycle.stage] == 1
        for spelt in by_ear(word[:-_ENDING] if len(word) >= _LONG else word)
    }


def by_ear(word: str) -> set[str]:
    """A plain word as those write it who say s for z, or z for s: "cocina", "cosina"."""
    return {word, re.sub(r"c(?=[ei])|z", "s", word), re.sub(r"s(?=[aeiou])|c(?=[ei])", "z", word)}


def _is(branch: Branch, name: str, stage: str) -> bool:
    """Whether a cycle of the common list is the one of this name."""
    return branch.stage == stage and (
        any(len(w) >= _TELLING and name.startswith(plain(w)) for w in branch.words)
        or name in map(plain, branch.loose)
    )


def _telling(name: str) -> set[str]:
    """The words that can name a cycle, of compounds the second part too: "ecológica" in "agroecológica"."""
    words = {w for w in re.findall(r"[a-zñ]+", name) if len(w) >= _TELLING}
    return (words | {second for w in words if len(second := _FIRST_PART.sub("", w)) >= _LONG}) - _VAGUE


@dataclass(frozen=True, slots=True)
class _Shape:
    """Units that differ in level and group alone: the signs in order, and what they stand for."""

    signs: tuple[str, ...]
    course: Course

    @property
    def telling(self) -> str:
        """The longest of the signs that are the same in every such unit: there is one at least."""
        return max((s for s in self.signs if s not in {_LEVEL, _LETTER}), key=len)

    @property
    def pattern(self) -> str:
        """A letter alone ("E" in "1E-A") means something only where no blank parts it from the rest.

        Not so beside a code: "2 b hum" for "2B-HUM".
        """
        tight = any(len(s) == 1 for s in self.signs) and len(self.telling) < _CODE
        spelt = self.signs[0]
        for before, sign in pairwise(self.signs):
            gap = _TIGHT if tight and (before, sign) != (_LEVEL, _LETTER) else _LOOSE
            spelt += gap + sign if tight or sign != _LETTER else f"(?:{gap}{sign})?"  # "ESPA2" for "ESPA2 A"
        return rf"(?<![^\W_]){spelt}(?![^\W_])"


class SpeltUnits:
    """Finds units spelt in the manner of the school, whether this level has such a group or not."""

    def __init__(self, units: Mapping[str, Course]) -> None:
        shapes = {shape.signs: shape for shape in map(_shape, units, units.values()) if shape}
        self._shapes = [(s.telling, re.compile(s.pattern), s.course) for s in shapes.values()]

    def find(self, flat: str, start: int, end: int) -> Iterator[tuple[Course, int, int]]:
        """Each course with its span, in plain text."""
        for telling, pattern, course in self._shapes:
            if flat.find(telling, start, end) < 0:
                continue
            for hit in pattern.finditer(flat, start, end):
                told = hit.groupdict()
                level = _ROMAN.get(told["level"]) or int(told["level"])
                group = told["group"].upper() if told.get("group") else None
                yield replace(course, level=level, group=group), *hit.span()


def _shape(unit: str, course: Course) -> _Shape | None:
    """None for a unit of which only the level and a letter, or no level at all, are told.

    So for one with the stage's letter behind the group, "1-D(E)": "1º de" would be such a unit.
    """
    signs = _SIGN.findall(plain(unit))
    group = (course.group or " ").lower()
    at = next((n for n in reversed(range(len(signs))) if signs[n].endswith(group)), None)
    if at is not None:
        signs[at : at + 1] = [sign for sign in (signs[at][:-1], _LETTER) if sign]  # "1ESOA"
    numeral = next((roman for roman, level in _ROMAN.items() if level == course.level), "")
    level, written = (_ROMAN_LEVEL, numeral) if numeral in signs else (_LEVEL, str(course.level))
    signs = [level if sign == written else sign for sign in signs]
    words = [sign for sign in signs if sign not in {level, _LETTER}]
    if len(signs[-1]) == 1 and signs[-2:-1] == [_LETTER]:
        return None
    if signs.count(level) != 1 or signs.count(_LETTER) != bool(course.group) or not words:
        return None
    whole = replace(course, branch=None) if course.stage in GENERAL else course
    return _Shape(tuple(signs), replace(whole, level=None, group=None))
