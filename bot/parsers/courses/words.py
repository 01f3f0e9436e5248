"""The words of a course: level, stage, branch of a cycle, group letter, in the parents' dialects.

They come from `rules/courses.yaml` and from the school itself (`units`): its own codes and names of
cycles, and its units as they are filed ("E4B", "CFGM-IEA-1").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import Field

from bot.model.claim import Course
from bot.parsers.courses.units import GENERAL, Branch, branches_of_school, by_ear, telling_stems
from bot.rules.model import RulesModel
from bot.text.plain import plain, word_set


class CourseRules(RulesModel):
    """`rules/courses.yaml`."""

    levels: dict[int, tuple[str, ...]]
    stages: dict[str, tuple[str, ...]]
    stages_beside_cycles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    modalities: tuple[str, ...] = ()
    branches: dict[str, Branch]


@dataclass(frozen=True, slots=True)
class Part:
    kind: str  #: "level", "stage", "branch", "group"
    value: str
    start: int
    end: int
    loose: bool = False


_DIGIT = (
    r"(?<=clasa a )(?:[1-9]|iv|i{1,3})[ -]?a(?![a-z])"  # Romanian "clasa a 2-a"
    r"|(?<![a-z0-9_.,/+€-])(?<!\d[ ])(?:[1-6]|[7-9](?=\s?º))(?![.,:/-]?\d)(?!\s?[%€])"
    r"(?:\s?º|\.º|-(?:го|му|и|ма)(?!\w)|(?:ere|re|er|ero|era|do|da|"
    r"ro|to|th|st|nd|rd|i?eme|o|r|n|t)(?![a-z0-9]))?\.?(?:º)?"
    r"|(?<![a-z])(?:uno|dos|tres|cuatro)(?=\s(?:[bcfgh]|[ade](?=\s*(?:[.,;)\n]|$|(?:de )?(?:la )?"
    r"(?:eso|bach))))(?![a-z0-9]))"
)
_CARDINALS = {
    "uno": "1",
    "dos": "2",
    "tres": "3",
    "cuatro": "4",
    "i a": "1",
    "ii a": "2",
    "iii a": "3",
    "iv a": "4",
}
#: Codes of cycles that are words besides: "1º CFGB EL" is found as it is spelt, and nowhere else.
_WORDS = word_set("a al con da de del e el en es la las lo los me mi no o por se si su te tu un una va ya")
_GROUP = (
    r"(?:(?<=[1-6º])|(?:(?<![a-z0-9])|(?<=eso))(?!a\s+(?:[1-6]|i[iv]{0,2}-a))(?!d\s+(?:la|el|eso|bach|[1-6]|pri|seg|ter|"
    r"cua)))[a-h](?![a-z0-9º'])"
    r"|(?:(?<=[oº] )|(?<=[1-4] ))[bc]e(?=\s*(?:[.,;)\n]|$|de\s))"  # dictated: "tercero be"
)


class CourseWords:
    """Reads single parts; made once from the rules and a school's units, then pure."""

    def __init__(self, rules: CourseRules, units: Mapping[str, Course], cycles: Mapping[str, Course]) -> None:
        """`units`: the school's own, each with the course that it stands for; `cycles`: the stage and code
        of each cycle that it teaches, by the cycle's name.
        """
        self._modalities = frozenset(map(plain, rules.modalities))
        branches = branches_of_school(rules.branches, cycles)
        levels = {plain(w): str(n) for n, ws in rules.levels.items() for w in ws}
        self._levels = _CARDINALS | {heard: n for w, n in levels.items() for heard in by_ear(w)}
        self._stages = {plain(w): s for s, ws in rules.stages.items() for w in (s, *ws)}
        self._branches = {
            plain(w): b for b, r in branches.items() for w in (b, *r.words) if plain(w) not in _WORDS
        }
        self._loose: dict[tuple[str, str], str] = {
            (plain(w), r.stage): b for b, r in branches.items() for w in r.loose
        }
        self._stems = telling_stems(cycles)
        self._taught = frozenset(branches.keys() - rules.branches.keys()) | frozenset(
            course.branch or "" for course in cycles.values()
        )
        taught_stages = {course.stage for course in units.values()}
        for name, cycle in cycles.items():  # where Educación Infantil is a cycle, it is no stage
            stage = self._stages.get(name)
            if stage and stage not in taught_stages:
                words = [w for w, s in self._stages.items() if s == stage]
                self._loose |= {(w, cycle.stage or ""): cycle.branch or "" for w in words}
                self._stages = {w: s for w, s in self._stages.items() if s != stage}
        for word in {w for w, _ in self._loose} | self._modalities:
            self._branches.pop(word, None)
        self._stage_of = {b: r.stage for b, r in branches.items()}
        for code, course in self._codes(units):
            if course.stage in GENERAL:  # "1 BCT A": how this school writes Bachillerato
                self._stages.setdefault(plain(code), course.stage)
            else:
                self._branches.setdefault(plain(code), code)
        branch = _words(self._branches)
        loose = (
            rf"{_words({w for w, _ in self._loose} | self._modalities)}"
            rf"|(?<![a-z])(?:{'|'.join(sorted({s for s, _ in self._stems})) or '(?!)'})[a-z]{{0,5}}(?![a-z])"
        )
        beside = {plain(w): stage for stage, ws in rules.stages_beside_cycles.items() for w in ws}
        stage = rf"{_words(self._stages)}|{_words(beside)}(?=\s+(?:de?\s+)?(?:{branch}|{loose}))"
        self._stages |= beside
        self._parts = re.compile(
            # Every part begins a word, but for a group after "eso": said first, most places are done with.
            r"(?:(?<![a-z])|(?<=eso))(?:"
            rf"(?P<level>{_DIGIT}|{_words(self._levels.keys() - _CARDINALS.keys())})"
            rf"|(?P<stage>{stage})|(?P<branch>{branch})|(?P<loose>{loose})"
            rf"|(?P<group>{_GROUP}))"
        )

    def _codes(self, units: Mapping[str, Course]) -> Iterator[tuple[str, Course]]:
        """Codes in the school's own units, with the course of such a unit: "2ºGM COC-A" -> "COC"."""
        for unit, course in units.items():
            for code in re.findall(r"[A-ZÑ]{2,}", unit.upper()) if course.stage else ():
                if (len(code) == 2 and course.stage in GENERAL) or plain(code) in _WORDS:
                    continue  # "2BA": a stage and a group, and a word besides
                if plain(code) not in self._stages and plain(code) not in self._levels:
                    yield code, course

    def parts(self, flat: str, start: int, end: int) -> Iterator[Part]:
        """Every word of `flat[start:end]` that can be part of a course, in order."""
        return map(self._part, self._parts.finditer(flat, start, end))

    def _part(self, hit: re.Match[str]) -> Part:
        kind = hit.lastgroup or ""
        word, joined = _spelt(hit.group())
        match kind:
            case "level":
                value = word[0] if word[0].isdigit() else self._levels[word]
            case "stage":
                value = self._stages.get(word) or self._stages[joined]
            case "branch":
                value = self._branches.get(word) or self._branches[joined]
            case "loose":
                return Part("branch", word, hit.start(), hit.end(), loose=True)
            case _:
                value = word[0].upper()
        return Part(kind, value, hit.start(), hit.end())

    def branch(self, part: Part | None, stage: str | None, *, with_level: bool) -> str | None:
        """The branch that a part names under a stage, None when it says too little."""
        if part is None:
            return None
        if part.loose:
            common = {s: code for (word, s), code in self._loose.items() if word == part.value}
            stems = sorted((stem for stem, _ in self._stems if part.value.startswith(stem)), key=len)
            own = {s: code for (stem, s), code in self._stems.items() if stem in stems[-1:]}
            if stage not in {None, "FP"}:
                return own.get(stage) or common.get(stage)
            # "2º de Gestión" says enough when only one cycle, or only one that is taught here, answers to it.
            meanings = (self._taught.intersection(common.values()), set(own.values()), set(common.values()))
            return next((min(m) for m in meanings if len(m) == 1), None) if with_level else None
        return part.value

    def names_modality(self, part: Part | None, stage: str | None) -> bool:
        """Whether a part is a modality of Bachillerato: it belongs to the course, and tells no unit."""
        return bool(part and stage == "BACH" and part.value in self._modalities)

    def stage_of(self, branch: str) -> str | None:
        """The stage that a branch belongs to."""
        return self._stage_of.get(branch)

    @staticmethod
    def code_of(branch: str | None) -> str | None:
        """The code of a branch as the school writes it, which can stand for a cycle of each of two stages."""
        return branch.split()[0] if branch else None


@lru_cache(maxsize=4_096)
def _spelt(said: str) -> tuple[str, str]:
    """A word without hyphens and dots, and without blanks too: "e.s.o", "e s o"."""
    return re.sub(r"[\s.-]+", " ", said).strip(), re.sub(r"[\s.]+", "", said)


def _words(words: Iterable[str]) -> str:
    """Words as one regex alternative, longest first; blanks may be hyphens, short ones may hold dots."""
    alternatives = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        if len(word) <= 5 and " " not in word:
            gap = r"\.?\s?" if word == "eso" else r"\.?"
            pattern = gap.join(map(re.escape, word))
        else:
            pattern = r"[\s-]+".join(map(re.escape, word.split()))
        alternatives.append(pattern)
    # "1º ESOB": the letter of the group is written to the stage.
    end = r"(?:(?![a-z])|(?<=eso)(?=[a-h](?![a-z])))"
    return rf"(?<![a-z])(?:{'|'.join(alternatives)}){end}" if alternatives else r"(?!)"
