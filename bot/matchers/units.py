"""The course a mail claims against the Unidad and Curso on file (data/seneca-export §4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from bot.model.claim import Course
from bot.model.register import Student
from bot.text.words import fold

_STAGES = (  # the first that is found names the stage: "3º ESO PDC" is PDC
    ("ESPA", r"\bespad?\b|\besad?\b|\badul"),
    ("PDC", r"\bpdc\b|diversif|\bdiv(?:er?)?\b|\bpmar\b"),
    ("CFGB", r"\bc?fgb\b|\bf\.?p\.?b|\bc\.?f\.?g\.?b|\bgb\b|basic"),
    ("CFGM", r"\bcfgm\b|\bgm\b|\bc\.?f\.?g\.?m|\bf\.?p\.?i\.?g\.?m|medio"),
    ("CFGS", r"\bcfgs\b|\bgs\b|\bc\.?f\.?g\.?s|\bf\.?p\.?i\.?g\.?s|superior"),
    ("BACH", r"\bbach|\bbto\b|\bbct?o?\b|bachiller"),
    ("ESO", r"\beso\b|\be\.\s?s\.\s?o|\bsecundaria|(?<=\d )e\b"),
    ("PRIMARIA", r"\bprim|\bpri\b|\bep\b"),
)
_STAGE_OF = tuple((stage, re.compile(pattern)) for stage, pattern in _STAGES)
_LEVEL = re.compile(r"\d")
_ROMAN = re.compile(r"\bnivel (i{1,3})\b")
_MARKS = re.compile(r"[ºª°_/-]")
_SEAM = re.compile(
    r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)|(?<=eso|bto|pdc|fpb)(?=[a-h]\b)|(?<=bach|espa|cfgb)(?=[a-h]\b)"
)
_WORD = re.compile(r"[a-z]+")
#: The stage behind the group: "4-A(E)", "1-CI(B)", "2-CAE(GM)"; no group of its own.
_STAGE_BEHIND = re.compile(r"(?<=[a-z])\((?:e|b)\)$")
_STAGE_NAMED = re.compile(r"eso|bach|bto|bct|pdc")
#: Letters that stand for the stage: "E1A", "S3-PDC", "3E-DIV", "1E-A".
_OF_STAGE = re.compile(r"^\D*(?=\d)|\be (?=div|pdc)|(?<=\d )[a-z] (?=[a-z]$)")
#: Words in a unit or a Curso that are no code of a branch.
_NO_BRANCH = frozenset(
    {"eso", "bach", "bachillerato", "bto", "bct", "bhcs", "pdc", "div", "diver", "espa", "nivel", "grado"}
    | {"fpb", "cfgb", "cfgm", "cfgs", "gm", "gs", "gb"}
    | {"de", "del", "la", "ano", "grupo", "general", "matutino", "vespertino", "nocturno", "diurno"}
)
_ARTICLES = frozenset({"del", "las", "los"})
#: Words for the stage where a code stands beside them.
_RARE_STAGES = frozenset({"cm", "cs", "gbas", "gmed", "gsup"})
_STAGE_AHEAD = re.compile(r"^(?:(?:cf?g?|f?g|fp)[bms]|gbas|gmed|gsup)(?=[a-z]{2})")  #: "1CMCAE", "1GMAGRO"
_VOCATIONAL = frozenset({"CFGB", "CFGM", "CFGS"})

# Years of school in one row, so that 4º ESO and 1º BACH are a year apart; vocational cycles stand beside it.
_FIRST_YEAR = {"PRIMARIA": 1, "ESO": 7, "PDC": 7, "BACH": 11}


class CourseLevel(IntEnum):
    """Comparison level of a claimed course, worst first; row 2 forgives a year or a letter."""

    OTHER = 0  #: another stage, or more than a year off
    YEAR_OFF = 1
    LETTER_OFF = 2  #: same year, other group or branch
    MISSING = 3  #: nothing claimed, or nothing on file to compare with
    PART = 4  #: all that is claimed agrees, but no group is claimed
    EXACT = 5


def compare_courses(claimed: Course | None, student: Student) -> CourseLevel:
    """The best level over the pupil's units."""
    if not claimed:
        return CourseLevel.MISSING
    return _best(claimed, student.units, student.official_course)


def courses_on_file(student: Student) -> tuple[Course, ...]:
    """One course for each unit of the pupil; from the official course alone when there is none."""
    return _courses(student.units, student.official_course)


@lru_cache(maxsize=16_384)
def _best(claimed: Course, units: tuple[str, ...], official: str) -> CourseLevel:
    return max(_compare(claimed, filed) for filed in _courses(units, official))


def _courses(units: tuple[str, ...], official: str) -> tuple[Course, ...]:
    return tuple(_read(unit, official) for unit in units or ("",))


def units_on_file(students: Iterable[Student]) -> Mapping[str, Course]:
    """Every unit of a school as the register writes it, and the course that it stands for."""
    units: dict[str, Course] = {}
    for student in students:
        for unit, course in zip(student.units, courses_on_file(student), strict=False):
            units.setdefault(unit, course)
    return units


def cycles_on_file(students: Iterable[Student]) -> Mapping[str, Course]:
    """The folded name of every vocational cycle in Curso, with the stage and code that its units bear.

    "1º F.P.I.G.S. (Administración y Finanzas)" in "1GS-AYF" -> "administracion y finanzas": CFGS AYF.
    """
    cycles: dict[str, Course] = {}
    for student in students:
        whole, _, name = fold(student.official_course).partition("(")
        name = "" if "bachiller" in whole else name.rstrip(" )")
        for course in courses_on_file(student):
            if name and course.branch and course.stage in _VOCATIONAL:
                cycles.setdefault(name, Course(stage=course.stage, branch=course.branch))
    return cycles


@lru_cache(maxsize=4096)
def _read(unit: str, official: str) -> Course:
    official, unit = fold(official), fold(_MARKS.sub(" ", unit))
    unit = unit if _STAGE_NAMED.search(unit) else _STAGE_BEHIND.sub("", unit)
    unit = " ".join(_letter_apart(w, official) for w in _SEAM.sub(" ", unit).split())
    course = official.partition("(")[0]
    stage = next((s for text in (unit, course) for s, pattern in _STAGE_OF if pattern.search(text)), None)
    level = _LEVEL.search(unit) or _LEVEL.search(course)
    roman = None if level else _ROMAN.search(course)
    words = [w for w in _WORD.findall(unit) if w not in _NO_BRANCH]
    codes = sorted((w for w in words if len(w) > 1), key=_RARE_STAGES.__contains__)
    cycle = official.partition("(")[2]
    told = (
        code for word in codes for code in (word, _STAGE_AHEAD.sub("", word)) if _abbreviates(code, cycle)
    )
    branch = next(told, None) or (*codes, "")[0]
    letters = [w for w in _WORD.findall(_OF_STAGE.sub("", unit)) if _LEVEL.search(unit) or w != "i"]
    if stage == "BACH" and letters == ["b", branch]:
        letters = []  # "1B-CIE": Bachillerato rather than a group
    group = next((w.upper() for w in reversed(letters) if len(w) == 1), None)
    year = int(level[0]) if level else len(roman[1]) if roman else None
    return Course(level=year, stage=stage, branch=branch.upper() or None, group=group)


def _abbreviates(code: str, cycle: str) -> bool:
    """Whether a code is made of letters of a cycle's name, in order and from the beginning of a word."""
    spelt = "".join(rf"{letter}[^{after}]*" for letter, after in pairwise(code)) + code[-1]
    return re.search(rf"\b{spelt}", cycle) is not None


def _letter_apart(word: str, official: str) -> str:
    """The letter of the group apart from what Curso begins with or abbreviates.

    "smra" -> "smr a" in "(Sistemas Microinformáticos y Redes)", "ba" -> "b a" in Bachillerato.
    """
    initials = "".join(w[0] for w in _WORD.findall(official) if len(w) > 2 and w not in _ARTICLES)
    code, letter = word[:-1], word[-1:]
    abbreviates = len(code) > 1 and initials.endswith(code) and letter in "abc"
    begins = (code, letter in "abcdefgh", "bachiller" in official) == ("b", True, True)
    return f"{code} {letter}" if word not in _NO_BRANCH and (abbreviates or begins) else word


def _compare(claimed: Course, filed: Course) -> CourseLevel:
    years = _years(claimed, filed)
    if years is None:
        return CourseLevel.OTHER
    if years:
        return CourseLevel.YEAR_OFF if years == 1 else CourseLevel.OTHER
    finer = [(c, f) for c, f in ((claimed.branch, filed.branch), (claimed.group, filed.group)) if c and f]
    if any(c.upper() != f.upper() for c, f in finer):
        return CourseLevel.LETTER_OFF
    if finer and claimed.level:
        return CourseLevel.EXACT
    agrees = finer or (claimed.level and filed.level) or (claimed.stage and filed.stage)
    return CourseLevel.PART if agrees else CourseLevel.MISSING


def _years(claimed: Course, filed: Course) -> int | None:
    """How many years the two are apart as far as both tell; None when the stages have no common row."""
    one, other = (_FIRST_YEAR.get(course.stage or "") for course in (claimed, filed))
    if not claimed.stage or not filed.stage or claimed.stage == filed.stage or (one and one == other):
        return abs(claimed.level - filed.level) if claimed.level and filed.level else 0
    if not (one and other and claimed.level and filed.level):
        return None
    return abs(one + claimed.level - other - filed.level)
