"""Claims as families write them about a register: the right data with the usual noise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.units import courses_on_file
from bot.model.claim import Claim, ClaimedStudent, Course, Finding, Intent, Region
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.registry.phones_on_file import takes_sms
from bot.text.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a mail says, before it is a claim."""

    guardian: PersonName | None
    students: tuple[tuple[PersonName, Course | None], ...]
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim with the truth behind it."""

    said: Said
    guardian: Guardian
    students: tuple[Student, ...]


def honest_cases(index: RegisterIndex, rng: Random) -> Iterator[Case]:
    """Without end: a guardian with a mobile on file asks for one or more of their enrolled children."""
    everybody = len(index.register.guardians)
    while True:
        guardian = index.guardian(rng.randrange(everybody))
        children = _enrolled(index.register, guardian)
        phones = sorted(p for p in guardian.phones if takes_sms(p))
        if not (children and phones and guardian.name.given):
            continue
        several = len(children) > 1 and rng.random() < 0.4
        chosen = tuple(children) if several else (rng.choice(children),)
        said = Said(
            guardian=guardian.name,
            students=tuple((s.name, courses_on_file(s)[0]) for s in chosen),
            phone=rng.choice(phones),
        )
        yield Case(said=said, guardian=guardian, students=chosen)


def _enrolled(register: Register, guardian: Guardian) -> list[Student]:
    children = [register.students[i] for i in guardian.students]
    return [c for c in children if c.enrolment is Enrolment.ACTIVE and guardian.key in c.guardians]


def write_claim(said: Said, rng: Random, names: Hypocoristics, noise: float = 0.35) -> Claim:
    """The claim that a perfect reader takes from a mail, typos and short names as the family wrote them."""
    students = []
    for name, course in said.students:
        given, surnames = _written(name, rng, names, noise)
        short = course is not None and rng.random() < noise / 3  # "2º C"
        students.append(
            (given, surnames, Course(level=course.level, group=course.group) if short and course else course)
        )
    guardian = None
    if said.guardian:
        given, surnames = _written(said.guardian, rng, names, noise)
        guardian = f"{surnames} {given}" if rng.random() < noise / 4 else f"{given} {surnames}"
    return make_claim(guardian, students, said.phone)


def make_claim(
    guardian: str | None, students: Iterable[tuple[str, str, Course | None]], phone: str | None
) -> Claim:
    """A request for credentials; pupils as given names, surnames and course."""
    return Claim(
        intent=Intent.RECOVER,
        guardian=_finding(guardian) if guardian else None,
        students=tuple(
            ClaimedStudent(
                name=_finding(f"{given} {surnames}".strip()), given=given, surnames=surnames, course=course
            )
            for given, surnames, course in students
        ),
        phone=_finding(phone) if phone else None,
    )


def _finding(value: str) -> Finding:
    return Finding(value=value, text=value, region=Region.BODY, start=0, end=len(value), found_by="bench")


def _written(name: PersonName, rng: Random, names: Hypocoristics, noise: float) -> tuple[str, str]:
    given, surnames = name.given, [s for s in (name.surname1, name.surname2) if s]
    if rng.random() < noise:
        given = _short(given, rng, names)
    if len(surnames) == 2 and rng.random() < noise:
        surnames = surnames[:1]
    if rng.random() < noise / 3:
        surnames = [_slip(s, rng) for s in surnames]
    manner: Callable[[str], str] = rng.choice((str, str, fold, str.upper, str.title))
    return manner(given), manner(" ".join(surnames))


def _short(given: str, rng: Random, names: Hypocoristics) -> str:
    """A short name of this given name, or one of several given names."""
    words = given.split()
    whole = tuple(w for w in fold(given).split() if w not in {"de", "del", "la", "los"})
    blends = sorted(s for s in names.shorts if whole in names.phrases(s))
    if blends:
        return rng.choice(blends)
    if len(words) > 1 and fold(words[0]) not in {"maria", "ma", "jose", "jesus", "el"}:
        return words[0]
    return given


def _slip(word: str, rng: Random) -> str:
    """What tired thumbs do to a long word."""
    if len(word) < 6 or " " in word:
        return word
    for right, wrong in rng.sample((("z", "s"), ("v", "b"), ("ll", "y"), ("h", ""), ("g", "j")), 5):
        if right in word:
            return word.replace(right, wrong, 1)
    i = rng.randrange(1, len(word) - 2)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
