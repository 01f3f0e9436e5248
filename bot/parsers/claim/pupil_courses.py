"""Which of the courses that a mail names is whose: beside the name, in columns, shared, by he and she."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.model.claim import Course
from bot.parsers.claim.pronouns import groups_by_pronoun, sex_of
from bot.parsers.claim.pupil_draft import Pupil, listed
from bot.parsers.courses.reader import CourseMention
from bot.parsers.scene import Scene

_FAR = 170  #: characters between a pupil and a course that can still be theirs
_NEAR = 60
_SHARED = re.compile(
    r"\b(?:ambos|ambas|los dos|las dos|los tres|las tres|l[oa]s mism[oa]s|misma clase|mismo (?:curso|"
    r"grupo)|mellizos|mellizas|gemelos|gemelas|both|twins|tous les deux|amandoi)\b"
)

_LINE_BREAK = re.compile(r"[\s,;.]*(?:[-*•·–]|\d{1,2}\s?[.)ºª-]+)?\s*")


def share_courses(
    pupils: Sequence[Pupil],
    courses: Sequence[tuple[Scene, CourseMention]],
    scenes: Sequence[Scene],
    named: Sequence[str],
) -> None:
    if not pupils:
        return
    if len(pupils) == 1:
        _only_pupil(pupils[0], courses)
        return
    if not _in_columns(pupils, courses):
        with_level = [told for told in courses if told[1].course.level]
        if not _in_columns(pupils, with_level):
            for scene, course in with_level or courses:
                _give(_owner(pupils, scene, course), scene, course)
        _give_without_level(pupils, [told for told in courses if not told[1].course.level])
    shared = any(_SHARED.search(text) for text in named)
    for pupil, following in reversed(list(pairwise(pupils))):
        if shared and pupil.course is None and listed(pupil, following):  # "Ana y Leo Gil (1ºB los dos)"
            pupil.course, pupil.course_scene = following.course, following.course_scene
    bare = [p for p in pupils if p.course is None]
    if bare and (shared or _outside_list(pupils, courses)):
        donor = next((p for p in pupils if p.course is not None), None)
        if donor and len({str(p.course.course) for p in pupils if p.course}) == 1:
            for pupil in bare:
                pupil.course, pupil.course_scene = donor.course, donor.course_scene
    _tell_by_pronoun(pupils)


def _give(pupil: Pupil | None, scene: Scene, course: CourseMention) -> None:
    if pupil is not None and (pupil.course is None or _refines(course.course, pupil.course.course)):
        pupil.course, pupil.course_scene = course, scene


def _give_without_level(pupils: Sequence[Pupil], courses: Sequence[tuple[Scene, CourseMention]]) -> None:
    """Leo's in "Ana 2ºC y Leo, de FP básica"; everybody's in "los dos de Bachillerato, Ana 1ºA y Leo 2ºB"."""
    common = set()
    for scene, course in courses:
        pupil = _owner(pupils, scene, course)
        if pupil is not None and pupil.course is None:
            _give(pupil, scene, course)
        else:
            common.add((course.course.stage, course.course.branch))
    if len(common) != 1:
        return
    ((stage, branch),) = common
    for pupil in pupils:
        if pupil.course and not pupil.course.course.stage:
            told = replace(pupil.course.course, stage=stage, branch=branch)
            pupil.course = replace(pupil.course, course=told)


def _tell_by_pronoun(pupils: Sequence[Pupil]) -> None:
    """A brother and a sister in one year, whose groups are told by "él" and "ella"."""
    by_sex = {sex_of(pupil.best.mention.words[0]): pupil for pupil in pupils}
    if len(pupils) != 2 or len(by_sex) != 2:
        return
    for sex, group in groups_by_pronoun(pupils[0].best.scene.flat).items():
        mention = by_sex[sex].course
        if mention:
            by_sex[sex].course = replace(mention, course=replace(mention.course, group=group))


def _outside_list(pupils: Sequence[Pupil], courses: Sequence[tuple[Scene, CourseMention]]) -> bool:
    """Whether the only course stands before or after the whole list of pupils, and so is everybody's."""
    if len({str(c.course) for _, c in courses}) != 1:
        return False
    scene, course = courses[0]
    told_here = [any(p.scene is scene for p in pupil.people) for pupil in pupils]
    if any(told_here) and not all(told_here):
        return False  # "Ana está en 4ºC", whose brother only the subject names
    places = [p.mention for pupil in pupils for p in pupil.people if p.scene is scene and p is pupil.best]
    return all(m.end <= course.start for m in places) or all(course.end <= m.start for m in places)


def _only_pupil(pupil: Pupil, courses: Sequence[tuple[Scene, CourseMention]]) -> None:
    """The course nearest to any mention of the pupil, made fuller by one elsewhere that agrees."""
    if not courses:
        return
    scene, course = min(
        courses, key=lambda sc: (not sc[1].course.level, _distance(pupil, *sc), -fullness(sc[1].course))
    )
    for other_scene, other in courses:
        if _refines(other.course, course.course):
            scene, course = other_scene, other
    pupil.course, pupil.course_scene = course, scene


def _distance(pupil: Pupil, scene: Scene, course: CourseMention) -> int:
    places = [p.mention for p in pupil.people if p.scene is scene]
    return min(
        (course.start - m.end if course.start >= m.end else 2 * (m.start - course.end) for m in places),
        default=500,
    )


def _in_columns(pupils: Sequence[Pupil], courses: Sequence[tuple[Scene, CourseMention]]) -> bool:
    """As many courses as pupils, these on one line and those on one ("Ana / Luis | 1ºA / 2ºB"): in order."""
    scene = pupils[0].best.scene
    if len(courses) != len(pupils) or any(p.best.scene is not scene for p in pupils):
        return False
    if not any(s is p.scene for s, _ in courses for pupil in pupils for p in pupil.people):
        # The pupils in the subject, "(2ºB y 4ºA)" in the body.
        for pupil, (there, course) in zip(pupils, courses, strict=True):
            pupil.course, pupil.course_scene = course, there
        return True
    if any(s is not scene for s, _ in courses):
        return False
    order = sorted(pupils, key=lambda p: p.best.mention.start)
    names = order[0].best.mention.start, order[-1].best.mention.end
    told = courses[0][1].start, courses[-1][1].end
    if not (names[1] <= told[0] or told[1] <= names[0]):
        return False
    gaps = [scene.text[a.best.mention.end : b.best.mention.start] for a, b in pairwise(order)]
    if "\n" in scene.text[told[0] : told[1]]:
        return False
    if "\n" in scene.text[names[0] : names[1]] and not all(_LINE_BREAK.fullmatch(gap) for gap in gaps):
        return False
    for pupil, (_, course) in zip(order, courses, strict=True):
        pupil.course, pupil.course_scene = course, scene
    return True


def _owner(pupils: Sequence[Pupil], scene: Scene, course: CourseMention) -> Pupil | None:
    """The pupil named last before the course, else the one named right after it."""
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
        if not nearer and (pupil.course is None or _refines(course.course, pupil.course.course)):
            return pupil
    if after:
        return after[0][1] if after[0][1].course is None else None
    return None


def fullness(course: Course) -> int:
    return sum(map(bool, (course.level, course.stage, course.branch, course.group)))


def _refines(course: Course, told: Course) -> bool:
    """Whether `course` says all that `told` says, and more."""
    pairs = (
        (course.level, told.level),
        (course.stage, told.stage),
        (course.branch, told.branch),
        (course.group, told.group),
    )
    return fullness(course) > fullness(told) and all(new == old for new, old in pairs if old)
