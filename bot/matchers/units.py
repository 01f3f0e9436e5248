"""The course a mail claims against the Unidad and Curso on file (data/seneca-export §4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import lru_cache

from bot.model import Course, Student
from bot.text import fold

_STAGES = (  # the first that is found names the stage: "3º ESO PDC" is PDC
    ("PDC", r"\bpdc\b|diversif|\bdiver?\b|\bpmar\b"),
    ("CFGB", r"\bc?fgb\b|\bf\.?p\.?b|\bc\.?f\.?g\.?b|\bgb\b|basic"),
    ("CFGM", r"\bcfgm\b|\bgm\b|\bc\.?f\.?g\.?m|\bf\.?p\.?i\.?g\.?m|medio"),
    ("CFGS", r"\bcfgs\b|\bgs\b|\bc\.?f\.?g\.?s|\bf\.?p\.?i\.?g\.?s|superior"),
    ("BACH", r"\bbach|\bbto\b|\bbct?o?\b|bachiller"),
    ("ESO", r"\beso\b|\be\.\s?s\.\s?o|\bsecundaria|(?<=\d )e\b"),
    ("PRIMARIA", r"\bprim|\bpri\b|\bep\b"),
)
_STAGE_OF = tuple((stage, re.compile(pattern)) for stage, pattern in _STAGES)
_LEVEL = re.compile(r"\d")
_MARKS = re.compile(r"[ºª°_/-]")
_SEAM = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)|(?<=eso|bto)(?=[a-h]\b)|(?<=bach)(?=[a-h]\b)")
_WORD = re.compile(r"[a-z]+")
_NO_BRANCH = frozenset(
    {
        "eso",
        "bach",
        "bachillerato",
        "bto",
        "pdc",
        "div",
        "diver",
        "fpb",
        "cfgb",
        "cfgm",
        "cfgs",
        "gm",
        "gs",
        "gb",
    }
    | {"de", "del", "la", "ano", "grupo", "general", "matutino", "vespertino", "nocturno", "diurno"}
)

# Years of school in one row, so that 4º ESO and 1º BACH are a year apart.
_FIRST_YEAR = {"PRIMARIA": 1, "ESO": 7, "PDC": 7, "BACH": 11, "CFGB": 9, "CFGM": 11, "CFGS": 13}


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
    return max(_compare(claimed, filed) for filed in courses_on_file(student))


def courses_on_file(student: Student) -> tuple[Course, ...]:
    """One course for each unit of the pupil; from the official course alone when there is none."""
    return tuple(_read(unit, student.official_course) for unit in student.units or ("",))


def units_on_file(students: Iterable[Student]) -> Mapping[str, Course]:
    """Every unit of a school as the register writes it, and the course that it stands for."""
    return {
        unit: course
        for student in students
        for unit, course in zip(student.units, courses_on_file(student), strict=False)
    }


@lru_cache(maxsize=4096)
def _read(unit: str, official: str) -> Course:
    unit = _SEAM.sub(" ", fold(_MARKS.sub(" ", unit)))
    official = fold(official).partition("(")[0]
    stage = next((s for text in (unit, official) for s, pattern in _STAGE_OF if pattern.search(text)), None)
    level = _LEVEL.search(unit) or _LEVEL.search(official)
    words = [w for w in _WORD.findall(unit) if w not in _NO_BRANCH]
    group = words.pop().upper() if words and len(words[-1]) == 1 else None
    branch = next((w.upper() for w in words if len(w) > 1), None)
    return Course(level=int(level[0]) if level else None, stage=stage, branch=branch, group=group)


def _compare(claimed: Course, filed: Course) -> CourseLevel:
    years = _years(claimed, filed)
    if years is None:
        return CourseLevel.OTHER
    if years:
        return CourseLevel.YEAR_OFF if years == 1 else CourseLevel.OTHER
    same = [(claimed.level, filed.level), (claimed.stage, filed.stage)]
    finer = [(claimed.branch, filed.branch), (claimed.group, filed.group)]
    if any(c and f and c.upper() != f.upper() for c, f in finer):
        return CourseLevel.LETTER_OFF
    agree = [bool(c and f) for c, f in same + finer]
    if not any(agree):
        return CourseLevel.MISSING
    full = claimed.level and (claimed.group or claimed.branch) and (agree[2] or agree[3])
    return CourseLevel.EXACT if full else CourseLevel.PART


def _years(claimed: Course, filed: Course) -> int | None:
    """How many years the two are apart as far as both tell; None when the stages have no common row."""
    if not claimed.stage or not filed.stage or _FIRST_YEAR.get(claimed.stage) == _FIRST_YEAR.get(filed.stage):
        return abs(claimed.level - filed.level) if claimed.level and filed.level else 0
    general = {"PRIMARIA", "ESO", "PDC", "BACH"}
    if not {claimed.stage, filed.stage} <= general or not claimed.level or not filed.level:
        return None
    return abs(_FIRST_YEAR[claimed.stage] + claimed.level - _FIRST_YEAR[filed.stage] - filed.level)
