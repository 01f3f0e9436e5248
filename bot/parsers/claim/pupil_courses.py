"""Which of the courses that a mail names is whose: beside the name, in columns, shared, by he and she."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.model.claim import Course
from bot.parsers.claim.pronouns import groups_by_pronoun, sex_of
from bot.parsers.claim.pupil import PlacedCourse, Pupil, listed

_FAR = 170  #: characters between a pupil and a course that can still be theirs
_NEAR = 60
_SHARED = re.compile(
    r"\b(?:ambos|ambas|los dos|las dos|los tres|las tres|l[oa]s mism[oa]s|misma clase|mismo (?:curso|"
    r"grupo)|mellizos|mellizas|gemelos|gemelas|both|twins|tous les deux|amandoi)\b"
)

_LINE_BREAK = re.compile(r"[\s,;.]*(?:[-*•·–]|\d{1,2}\s?[.)ºª-]+)?\s*")


def share_courses(
    pupils: Sequence[Pupil],
    courses: Sequence[PlacedCourse],
    named: Sequence[str],
) -> None:
    """Give each pupil their course; `named`: the marked texts, with names as control characters too."""
    if not pupils:
        return
    if len(pupils) == 1:
        _only_pupil(pupils[0], courses)
        return
    if not _in_columns(pupils, courses):
        with_level = [c for c in courses if c.mention.course.level]
        if not _in_columns(pupils, with_level):
            for course in with_level or courses:
                _give(_owner(pupils, course), course)
        _give_without_level(pupils, [c for c in courses if not c.mention.course.level])
    shared = any(_SHARED.search(text) for text in named)
    for pupil, following in reversed(list(pairwise(pupils))):
        if shared and pupil.told is None and listed(pupil, following):  # "Ana y Leo Gil (1ºB los dos)"
            pupil.told = following.told
    bare = [p for p in pupils if p.told is None]
    if bare and (shared or _outside_list(pupils, courses)):
        told = [p.told for p in pupils if p.told]
        if len({str(course.mention.course) for course in told}) == 1:
            for pupil in bare:
                pupil.told = told[0]
    _tell_by_pronoun(pupils)


def _give(pupil: Pupil | None, course: PlacedCourse) -> None:
    if pupil is not None and _says_more(course, pupil.told):
        pupil.told = course


def _give_without_level(pupils: Sequence[Pupil], courses: Sequence[PlacedCourse]) -> None:
    """Leo's in "Ana 2ºC y Leo, de FP básica"; everybody's in "los dos de Bachillerato, Ana 1ºA y Leo 2ºB"."""
    common = set()
    for course in courses:
        pupil = _owner(pupils, course)
        if pupil is not None and pupil.told is None:
            pupil.told = course
        else:
            common.add((course.mention.course.stage, course.mention.course.branch))
    if len(common) != 1:
        return
    ((stage, branch),) = common
    for pupil in pupils:
        if pupil.told and not pupil.told.mention.course.stage:
            pupil.told = pupil.told.completed(replace(pupil.told.mention.course, stage=stage, branch=branch))


def _tell_by_pronoun(pupils: Sequence[Pupil]) -> None:
    """A brother and a sister in one year, whose groups are told by "él" and "ella"."""
    by_sex = {sex_of(pupil.best.mention.words[0]): pupil for pupil in pupils}
    if len(pupils) != 2 or len(by_sex) != 2:
        return
    for sex, group in groups_by_pronoun(pupils[0].best.scene.flat).items():
        told = by_sex[sex].told
        if told:
            by_sex[sex].told = told.completed(replace(told.mention.course, group=group))


def _outside_list(pupils: Sequence[Pupil], courses: Sequence[PlacedCourse]) -> bool:
    """Whether the only course stands before or after the whole list of pupils, and so is everybody's."""
    if len({str(c.mention.course) for c in courses}) != 1:
        return False
    scene, course = courses[0].scene, courses[0].mention
    told_here = [any(p.scene is scene for p in pupil.people) for pupil in pupils]
    if any(told_here) and not all(told_here):
        return False  # "Ana está en 4ºC", whose brother only the subject names
    places = [p.mention for pupil in pupils for p in pupil.people if p.scene is scene and p is pupil.best]
    return all(m.end <= course.start for m in places) or all(course.end <= m.start for m in places)


def _only_pupil(pupil: Pupil, courses: Sequence[PlacedCourse]) -> None:
    """The course nearest to any mention of the pupil, made fuller by one elsewhere that agrees."""
    if not courses:
        return
    best = min(
        courses, key=lambda c: (not c.mention.course.level, _distance(pupil, c), -fullness(c.mention.course))
    )
    for other in courses:
        if _says_more(other, best):
            best = other
    pupil.told = best


def _distance(pupil: Pupil, told: PlacedCourse) -> int:
    course = told.mention
    places = [p.mention for p in pupil.people if p.scene is told.scene]
    return min(
        (course.start - m.end if course.start >= m.end else 2 * (m.start - course.end) for m in places),
        default=500,
    )


def _in_columns(pupils: Sequence[Pupil], courses: Sequence[PlacedCourse]) -> bool:
    """As many courses as pupils, these on one line and those on one ("Ana / Luis | 1ºA / 2ºB"): in order."""
    scene = pupils[0].best.scene
    if len(courses) != len(pupils) or any(p.best.scene is not scene for p in pupils):
        return False
    if not any(c.scene is p.scene for c in courses for pupil in pupils for p in pupil.people):
        # The pupils in the subject, "(2ºB y 4ºA)" in the body.
        for pupil, course in zip(pupils, courses, strict=True):
            pupil.told = course
        return True
    if any(c.scene is not scene for c in courses):
        return False
    order = sorted(pupils, key=lambda p: p.best.mention.start)
    names = order[0].best.mention.start, order[-1].best.mention.end
    told = courses[0].mention.start, courses[-1].mention.end
    if not (names[1] <= told[0] or told[1] <= names[0]):
        return False
    gaps = [scene.text[a.best.mention.end : b.best.mention.start] for a, b in pairwise(order)]
    if "\n" in scene.text[told[0] : told[1]]:
        return False
    if "\n" in scene.text[names[0] : names[1]] and not all(_LINE_BREAK.fullmatch(gap) for gap in gaps):
        return False
    for pupil, course in zip(order, courses, strict=True):
        pupil.told = course
    return True


def _owner(pupils: Sequence[Pupil], told: PlacedCourse) -> Pupil | None:
    """The pupil named last before the course, else the one named right after it."""
    scene, course = told.scene, told.mention
    places = sorted(
        ((p.mention, pupil) for pupil in pupils for p in pupil.people if p.scene is scene),
        key=lambda x: x[0].start,
    )
    before = [x for x in places if x[0].end <= course.start and course.start - x[0].end <= _FAR]
    after = [x for x in places if x[0].start >= course.end and x[0].start - course.end <= _NEAR]
    if before:
        mention, pupil = before[-1]
        # "…Ana. En 2ºB está Luis": the one in the same sentence comes first.
        parted = re.search(r"[.;\n]", scene.text[mention.end : course.start])
        nearer = after and parted and not re.search(r"[.;\n]", scene.text[course.end : after[0][0].start])
        if not nearer and _says_more(told, pupil.told):
            return pupil
    if after:
        return after[0][1] if after[0][1].told is None else None
    return None


def fullness(course: Course) -> int:
    return sum(map(bool, (course.level, course.stage, course.branch, course.group)))


def _says_more(one: PlacedCourse, other: PlacedCourse | None) -> bool:
    """Whether the one says all that the other says, and more."""
    if other is None:
        return True
    course, told = one.mention.course, other.mention.course
    pairs = (
        (course.level, told.level),
        (course.stage, told.stage),
        (course.branch, told.branch),
        (course.group, told.group),
    )
    return fullness(course) > fullness(told) and all(new == old for new, old in pairs if old)
