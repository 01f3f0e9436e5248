"""From the people of a mail to the pupils whom it claims, each with the course that is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model.claim import ClaimedStudent
from bot.parsers.claim.pupil import PlacedCourse, Pupil, listed
from bot.parsers.claim.pupil_courses import fullness, share_courses
from bot.parsers.names.kinship import COURSE_CHAR, NAME_CHAR
from bot.parsers.names.words import PARTICLES
from bot.parsers.people.person import Person, same_person
from bot.parsers.people.relations import Role
from bot.parsers.scene import Scene, ZoneKind
from bot.text.words import fold, words

_COURSE_TOLD = (
    rf"(?:\(\s*{COURSE_CHAR}+\s*\)|(?:(?:que (?:esta|va|estudia) )?(?:de|en|d|a)\s+)?{COURSE_CHAR}+)"
)
_SURNAMES_BEHIND = re.compile(
    rf"{NAME_CHAR}\s*{_COURSE_TOLD}\s+(?=({NAME_CHAR}+))"
)  # "Ana (3ºB) Gil Mora", dictated "ana de tercero b gil mora"
_BOTH_BEHIND = re.compile(
    rf"{NAME_CHAR}[\s.,]{{1,5}}{_COURSE_TOLD}[\s.,]{{1,5}}(?:(?:los|las)\s+)?(?=({NAME_CHAR}+))"
)  # "ana... de 3b... gil mora": both surnames, for a lone name can be anybody's
_SURNAMES_BEFORE = re.compile(
    rf"(?={NAME_CHAR})(?<!{NAME_CHAR})({NAME_CHAR}+)\s+(?:de apellidos?|(?:los|las) (?:dos|tres))\b"
)
_SURNAMES = re.compile(
    r"(?:\b(?:(?:ambos|ambas|(?<=, )l[oa]s (?:dos|tres)|both|tous les deux|amandoi)(?: son| se apellidan)?"
    r"(?: de apellidos?)?|se apellidan)\b|"
    rf"\b(?:apellidos?|surnames?)(?:\s+(?:son|are))?\s*[:,]?|{NAME_CHAR}\s*,?\s*(?:los|las))\s*"
    rf"(?=({NAME_CHAR}+))"
)
_BOTH = 2  #: words of a name that holds only surnames


@dataclass(frozen=True, slots=True)
class StudentReading:
    """The pupils claimed, and a course that belongs to none of them."""

    students: tuple[ClaimedStudent, ...]
    loose: PlacedCourse | None


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
    shared += _surnames_apart([s for s in students if s not in shared], lexicon)
    pupils = _join([_split_as_on_file(s, index) for s in students if s not in shared], lexicon)
    _collect_echoes(pupils, everybody, lexicon)
    _share_surnames(pupils, shared, lexicon)
    courses = [PlacedCourse(scene, course) for scene in reversed(scenes) for course in scene.courses]
    usable = _usable(courses)
    share_courses(pupils, usable, named)
    claimed = tuple(_claimed(p) for p in pupils)
    loose = max(usable, key=lambda c: fullness(c.mention.course), default=None) if not pupils else None
    return StudentReading(claimed, loose)


def _usable(courses: Sequence[PlacedCourse]) -> list[PlacedCourse]:
    """Without last year's, a teacher's and what stands in a signature, unless there is no other."""
    present = [c for c in courses if not c.mention.past]
    pupils = [c for c in courses if not c.mention.teachers]
    told = [
        c
        for c in present
        if not c.mention.teachers and c.scene.zone_at(c.mention.start).kind is not ZoneKind.SIGNATURE
    ]
    return told or present or pupils


def _join(students: Sequence[Person], lexicon: Lexicon) -> list[Pupil]:
    """One entry a pupil: a short name or a lone given name joins the full one, in whatever order."""
    pupils: list[Pupil] = []
    for person in sorted(students, key=lambda p: -len(p.mention.words)):
        known = next((p for p in pupils if _same(p, person, lexicon)), None)
        if known:
            known.people.append(person)
        else:
            pupils.append(Pupil([person]))
    pupils.sort(key=lambda p: min((x.scene.region != "body", x.mention.start) for x in p.people))
    return pupils


def _same(pupil: Pupil, person: Person, lexicon: Lexicon) -> bool:
    return any(same_person(p, person, lexicon) is not NameLevel.DIFFERENT for p in pupil.people)


def _collect_echoes(pupils: Sequence[Pupil], everybody: Sequence[Person], lexicon: Lexicon) -> None:
    """Names elsewhere (a subject, a later sentence) that repeat a pupil lead to that pupil's course."""
    for person in everybody:
        tells_little = person.score < 3 or len(person.mention.words) == 1
        if not tells_little or person.role is Role.WRITER or any(person in p.people for p in pupils):
            continue
        matching = [p for p in pupils if _same(p, person, lexicon)]
        if len(matching) == 1:
            matching[0].people.append(person)


def _split_as_on_file(person: Person, index: RegisterIndex | None) -> Person:
    """Where a given name ends can be doubtful ("Nicolás Guadalupe Gil"): a pupil on file shows it."""
    mention = person.mention
    if index is None or len(mention.words) < 3:
        return person
    hit = next(
        (h for h in index.persons(person.value) if h.role == "student" and h.similarity > 0.8),
        None,
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
    if first == mention.given:
        return person
    return replace(person, mention=replace(mention, given=first))


def _surnames_alone(
    everybody: Sequence[Person], scenes: Sequence[Scene], named: Sequence[str], lexicon: Lexicon
) -> list[Person]:
    """Names that are only surnames: "…, apellidos Pérez Ruiz"."""
    starts = {
        (id(s), hit.start(1)): pattern
        for s, text in zip(scenes, named, strict=True)
        for pattern in (_BOTH_BEHIND, _SURNAMES, _SURNAMES_BEHIND, _SURNAMES_BEFORE)
        for hit in pattern.finditer(text, 0, max((z.end for z in s.zones), default=0))
    }
    return [
        p
        for p in everybody
        if (pattern := starts.get((id(p.scene), p.mention.start)))
        and (pattern is not _BOTH_BEHIND or _is_both(p, lexicon))
        and not lexicon.is_given(p.mention.words[0])
        and not (len(p.mention.words) > 2 and lexicon.may_be_given(p.mention.words[0]))
    ]


def _is_both(person: Person, lexicon: Lexicon) -> bool:
    """Whether a name can only be two surnames."""
    words = _without_town(person).split()
    folded = [half for word in words for half in re.split("[-']", fold(word))]
    return len(folded) == _BOTH <= person.mention.known and not any(map(lexicon.may_be_given, folded))


def _surnames_apart(students: Sequence[Person], lexicon: Lexicon) -> list[Person]:
    """Those taken for pupils that are the surnames of others, all named without: "Ana" … "Gil Mora"."""
    alone = [s for s in students if _is_both(s, lexicon)]
    others = [s for s in students if s not in alone]
    lacking = others and all(s.mention.given == len(s.mention.tokens) for s in others)
    return alone if lacking else []


def _share_surnames(pupils: Sequence[Pupil], alone: Sequence[Person], lexicon: Lexicon) -> None:
    """Surnames said once: "Laura y Juan Pérez Ruiz", "Daniela (3ºE) y Darío (2ºC), apellidos Pérez Ruiz"."""
    for pupil in pupils:
        mention = pupil.best.mention
        if alone and len(mention.words) == _BOTH and all(map(lexicon.may_be_given, mention.words)):
            # "Luis Miguel", whose surnames stand elsewhere: Miguel is none.
            whole = replace(mention, given=len(mention.tokens))
            pupil.people = [replace(p, mention=whole) if p is pupil.best else p for p in pupil.people]
        if alone and not pupil.best.mention.surnames_text(pupil.best.scene.text):
            pupil.shared_surnames = _without_town(alone[0])
    for pupil, following in pairwise(pupils):  # "los gemelos Pérez Ruiz, Laura y Juan"
        if (
            pupil.best.mention.is_surnames_first
            and not following.best.mention.surnames_text(following.best.scene.text)
            and listed(pupil, following)
        ):
            following.shared_surnames = pupil.best.mention.surnames_text(pupil.best.scene.text)
    for pupil, following in reversed(list(pairwise(pupils))):
        surnames = (
            following.best.mention.surnames_text(following.best.scene.text) or following.shared_surnames
        )
        if (
            surnames
            and not pupil.best.mention.surnames_text(pupil.best.scene.text)
            and listed(pupil, following)
        ):
            pupil.shared_surnames = surnames


def _without_town(surnames: Person) -> str:
    """Both surnames, without what "los Gil Mora de Adra" adds."""
    tokens = surnames.mention.tokens
    both = next((n for n, t in enumerate(tokens) if n >= _BOTH and t.word == "de"), len(tokens))
    return surnames.scene.text[tokens[0].start : tokens[both - 1].end]


def _claimed(pupil: Pupil) -> ClaimedStudent:
    best = pupil.best
    text, mention = best.scene.text, best.mention
    given, surnames = mention.given_text(text), mention.surnames_text(text) or pupil.shared_surnames
    return ClaimedStudent(
        name=best.scene.finding(
            mention.start, mention.end, f"{given} {surnames}".strip(), best.found_by, best.sureness
        ),
        given=given,
        surnames=surnames,
        course=pupil.told.mention.course if pupil.told else None,
        course_finding=pupil.told.finding if pupil.told else None,
    )
