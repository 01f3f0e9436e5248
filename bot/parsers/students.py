"""From the people of a mail to the pupils whom it claims, each with the course that is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model import ClaimedStudent, Course
from bot.parsers.courses import CourseMention
from bot.parsers.kinship import COURSE_CHAR, NAME_CHAR
from bot.parsers.name_words import PARTICLES
from bot.parsers.people import Person, same_person
from bot.parsers.pronouns import groups_by_pronoun, sex_of
from bot.parsers.scene import Scene, ZoneKind
from bot.text import fold, words

#: Between two of a list: "Ana y Leo", "Ana (3ºB) y Leo".
_AND = re.compile(
    rf"\s*(?:[,(]?\s*(?:en |de |d |in |of )?{COURSE_CHAR}+\s*\)?)?\s*(?:,|y|e|and|et|si|und|&|i)\s*"
    r"(?:(?:a|de|da|do|di|von|of)\s+)?"
)
_FAR = 170  #: characters between a pupil and a course that can still be theirs
_NEAR = 60
_SHARED = re.compile(
    r"\b(?:ambos|ambas|los dos|las dos|los tres|las tres|l[oa]s mism[oa]s|misma clase|mismo (?:curso|"
    r"grupo)|mellizos|mellizas|gemelos|gemelas|both|twins|tous les deux|amandoi)\b"
)
_SURNAMES_BEHIND = re.compile(
    rf"{NAME_CHAR}\s*(?:\(\s*{COURSE_CHAR}+\s*\)|"
    rf"(?:que (?:esta|va|estudia) )?(?:de|en|d|a)\s+{COURSE_CHAR}+)\s+(?=({NAME_CHAR}+))"
)  # "Ana (3ºB) Gil Mora", dictated "ana de tercero b gil mora"
_SURNAMES = re.compile(
    rf"(?:\b(?:apellidos|los apellidos|de apellidos?|surnames?)\s*[:,]?|{NAME_CHAR}\s*,?\s*(?:los|las))\s*"
    rf"(?=({NAME_CHAR}+))"
)


@dataclass(slots=True)
class _Pupil:
    """A pupil under construction: every place where they are named."""

    people: list[Person]
    course: CourseMention | None = None
    course_scene: Scene | None = None
    shared_surnames: str = ""  #: given once for several ("Laura y Juan Pérez Ruiz")

    @property
    def best(self) -> Person:
        """The fullest name; of equals the surest, then the first."""
        return max(self.people, key=lambda p: (len(p.mention.words), p.score, -p.mention.start))


@dataclass(frozen=True, slots=True)
class StudentReading:
    """The pupils claimed, and a course that belongs to none of them."""

    students: tuple[ClaimedStudent, ...]
    loose: tuple[Scene, CourseMention] | None = None


def read_students(
    students: Sequence[Person],
    everybody: Sequence[Person],
    scenes: Sequence[Scene],
    named: Sequence[str],
    lexicon: Lexicon,
    index: RegisterIndex | None,
) -> StudentReading:
    """Join the mentions of each pupil, share out surnames and courses."""
    shared = _surnames_alone(everybody, scenes, named, lexicon)
    pupils = _join([_split_as_on_file(s, index) for s in students if s not in shared], lexicon)
    _collect_echoes(pupils, everybody, lexicon)
    _share_surnames(pupils, shared)
    courses = [(scene, course) for scene in reversed(scenes) for course in scene.courses]
    usable = [
        (s, c)
        for s, c in courses
        if not c.past and not c.teachers and s.zone_at(c.start).kind is not ZoneKind.SIGNATURE
    ]
    usable = usable or [(s, c) for s, c in courses if not c.past]
    _share_courses(pupils, usable, scenes, named)
    claimed = tuple(_claimed(p) for p in pupils)
    taken = {id(p.course) for p in pupils}
    loose = [(s, c) for s, c in usable if id(c) not in taken]
    return StudentReading(
        claimed, max(loose, key=lambda sc: _fullness(sc[1].course), default=None) if not pupils else None
    )


def _join(students: Sequence[Person], lexicon: Lexicon) -> list[_Pupil]:
    """One entry a pupil: a short name or a lone given name joins the full one, in whatever order."""
    pupils: list[_Pupil] = []
    for person in sorted(students, key=lambda p: -len(p.mention.words)):
        known = next((p for p in pupils if _same(p, person, lexicon)), None)
        if known:
            known.people.append(person)
        else:
            pupils.append(_Pupil([person]))
    pupils.sort(key=lambda p: min((x.scene.region != "body", x.mention.start) for x in p.people))
    return pupils


def _same(pupil: _Pupil, person: Person, lexicon: Lexicon) -> bool:
    return any(same_person(p, person, lexicon) is not NameLevel.DIFFERENT for p in pupil.people)


def _collect_echoes(pupils: Sequence[_Pupil], everybody: Sequence[Person], lexicon: Lexicon) -> None:
    """Names elsewhere (a subject, a later sentence) that repeat a pupil lead to that pupil's course."""
    for person in everybody:
        if any(person in p.people for p in pupils):
            continue
        matching = [p for p in pupils if _same(p, person, lexicon)]
        if (
            len(matching) == 1
            and (person.score < 3 or len(person.mention.words) == 1)
            and person.role != "writer"
        ):
            matching[0].people.append(person)


def _split_as_on_file(person: Person, index: RegisterIndex | None) -> Person:
    """Where a given name ends can be doubtful ("Nicolás Guadalupe Gil"): a pupil of that name on file "
    "shows it.
    """
    mention = person.mention
    if index is None or len(mention.words) < 3:
        return person
    hit = next(
        (h for h in index.persons(person.value, limit=4) if h.role == "student" and h.similarity > 0.8), None
    )
    if hit is None:
        return person
    surname = next(
        (w for w in words(index.register.students[hit.key].name.surname1) if w not in PARTICLES), None
    )
    starts = [
        n for n, token in enumerate(mention.tokens) if n and re.split("[-']", fold(token.word))[0] == surname
    ]
    if not starts:
        return person
    first = starts[0]
    while first > 1 and mention.tokens[first - 1].word in PARTICLES:
        first -= 1
    return replace(person, mention=replace(mention, given=first))


def _surnames_alone(
    everybody: Sequence[Person], scenes: Sequence[Scene], named: Sequence[str], lexicon: Lexicon
) -> list[Person]:
    """Names that are only surnames: "…, apellidos Pérez Ruiz"."""
    starts = {
        (id(s), hit.start(1))
        for s, text in zip(scenes, named, strict=True)
        for pattern in (_SURNAMES, _SURNAMES_BEHIND)
        for hit in pattern.finditer(text)
    }
    return [
        p
        for p in everybody
        if (id(p.scene), p.mention.start) in starts and not lexicon.is_given(p.mention.words[0])
    ]


def _share_surnames(pupils: Sequence[_Pupil], alone: Sequence[Person]) -> None:
    """Surnames said once: "Laura y Juan Pérez Ruiz", "Daniela (3ºE) y Darío (2ºC), apellidos Pérez Ruiz"."""
    for pupil in pupils:
        if alone and not pupil.best.mention.surnames_text(pupil.best.scene.text):
            pupil.shared_surnames = alone[0].scene.text[alone[0].mention.start : alone[0].mention.end]
    for pupil, following in reversed(list(pairwise(pupils))):
        surnames = (
            following.best.mention.surnames_text(following.best.scene.text) or following.shared_surnames
        )
        if (
            surnames
            and not pupil.best.mention.surnames_text(pupil.best.scene.text)
            and _listed(pupil, following)
        ):
            pupil.shared_surnames = surnames


def _listed(pupil: _Pupil, following: _Pupil) -> bool:
    """Whether the two are named one after the other: "Laura y Juan …"."""
    return any(
        one.scene is other.scene and _AND.fullmatch(one.scene.marked, one.mention.end, other.mention.start)
        for one in pupil.people
        for other in following.people
        if one.mention.end <= other.mention.start
    )


def _share_courses(
    pupils: Sequence[_Pupil],
    courses: Sequence[tuple[Scene, CourseMention]],
    scenes: Sequence[Scene],
    named: Sequence[str],
) -> None:
    if not pupils:
        return
    if len(pupils) == 1:
        _only_pupil(pupils[0], courses)
        return
    with_level = [(s, c) for s, c in courses if c.course.level] or list(courses)
    left = (
        [sc for sc in with_level if not _in_columns(pupils, with_level)]
        if _in_columns(pupils, with_level)
        else list(with_level)
    )
    for scene, course in left:
        pupil = _owner(pupils, scene, course)
        if pupil is not None and (pupil.course is None or _refines(course.course, pupil.course.course)):
            pupil.course, pupil.course_scene = course, scene
    common = [(s, c) for s, c in courses if not c.course.level]
    if len({str(c.course) for _, c in common}) == 1:
        whole = common[0][1].course
        for pupil in pupils:
            if pupil.course and not pupil.course.course.stage:
                told = pupil.course.course
                pupil.course = replace(
                    pupil.course, course=replace(told, stage=whole.stage, branch=whole.branch)
                )
    shared = any(_SHARED.search(text) for text in named)
    for pupil, following in reversed(list(pairwise(pupils))):
        if shared and pupil.course is None and _listed(pupil, following):  # "Ana y Leo Gil (1ºB los dos)"
            pupil.course, pupil.course_scene = following.course, following.course_scene
    bare = [p for p in pupils if p.course is None]
    if bare and (shared or _outside_list(pupils, courses)):
        donor = next((p for p in pupils if p.course is not None), None)
        if donor and len({str(p.course.course) for p in pupils if p.course}) == 1:
            for pupil in bare:
                pupil.course, pupil.course_scene = donor.course, donor.course_scene
    _tell_by_pronoun(pupils)


def _tell_by_pronoun(pupils: Sequence[_Pupil]) -> None:
    """A brother and a sister in one year, whose groups are told by "él" and "ella"."""
    by_sex = {sex_of(pupil.best.mention.words[0]): pupil for pupil in pupils}
    if len(pupils) != 2 or len(by_sex) != 2:
        return
    for sex, group in groups_by_pronoun(pupils[0].best.scene.flat).items():
        mention = by_sex[sex].course
        if mention:
            by_sex[sex].course = replace(mention, course=replace(mention.course, group=group))


def _outside_list(pupils: Sequence[_Pupil], courses: Sequence[tuple[Scene, CourseMention]]) -> bool:
    """Whether the only course stands before or after the whole list of pupils, and so is everybody's."""
    if len({str(c.course) for _, c in courses}) != 1:
        return False
    scene, course = courses[0]
    places = [p.mention for pupil in pupils for p in pupil.people if p.scene is scene and p is pupil.best]
    return all(m.end <= course.start for m in places) or all(course.end <= m.start for m in places)


def _only_pupil(pupil: _Pupil, courses: Sequence[tuple[Scene, CourseMention]]) -> None:
    """The course nearest to any mention of the pupil, made fuller by one elsewhere that agrees."""
    if not courses:
        return
    scene, course = min(
        courses, key=lambda sc: (not sc[1].course.level, _distance(pupil, *sc), -_fullness(sc[1].course))
    )
    for other_scene, other in courses:
        if _refines(other.course, course.course):
            scene, course = other_scene, other
    pupil.course, pupil.course_scene = course, scene


def _distance(pupil: _Pupil, scene: Scene, course: CourseMention) -> int:
    places = [p.mention for p in pupil.people if p.scene is scene]
    return min(
        (course.start - m.end if course.start >= m.end else 2 * (m.start - course.end) for m in places),
        default=500,
    )


def _in_columns(pupils: Sequence[_Pupil], courses: Sequence[tuple[Scene, CourseMention]]) -> bool:
    """As many courses as pupils, all behind them on one line ("Ana / Luis | 1ºA / 2ºB"): in order."""
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
    last, first = order[-1].best.mention.end, courses[0][1].start
    if last > first or "\n" in scene.text[order[0].best.mention.start : courses[-1][1].end]:
        return False
    for pupil, (_, course) in zip(order, courses, strict=True):
        pupil.course, pupil.course_scene = course, scene
    return True


def _owner(pupils: Sequence[_Pupil], scene: Scene, course: CourseMention) -> _Pupil | None:
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


def _fullness(course: Course) -> int:
    return sum(map(bool, (course.level, course.stage, course.branch, course.group)))


def _refines(course: Course, told: Course) -> bool:
    """Whether `course` says all that `told` says, and more."""
    pairs = (
        (course.level, told.level),
        (course.stage, told.stage),
        (course.branch, told.branch),
        (course.group, told.group),
    )
    return _fullness(course) > _fullness(told) and all(new == old for new, old in pairs if old)


def _claimed(pupil: _Pupil) -> ClaimedStudent:
    best = pupil.best
    text, mention = best.scene.text, best.mention
    given, surnames = mention.given_text(text), mention.surnames_text(text) or pupil.shared_surnames
    course = pupil.course
    return ClaimedStudent(
        name=best.scene.finding(
            mention.start, mention.end, f"{given} {surnames}".strip(), best.found_by, _sure(best.score)
        ),
        given=given,
        surnames=surnames,
        course=course.course if course else None,
        course_finding=pupil.course_scene.finding(
            course.start, course.end, str(course.course), "courses.yaml"
        )
        if course and pupil.course_scene
        else None,
    )


def _sure(score: float) -> float:
    return round(min(1.0, score / 7.0), 2)
