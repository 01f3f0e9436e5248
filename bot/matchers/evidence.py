"""The waterfall of one account in Spanish: which datum says what, and what would settle a doubt."""

from __future__ import annotations

from collections.abc import Iterator

from bot.matchers.accounts import Account, Child
from bot.matchers.asked import Bits
from bot.matchers.linkage import MatchingRules
from bot.matchers.names import NameComparison, Part
from bot.matchers.units import CourseLevel
from bot.model.claim import Claim, ClaimedStudent, Finding
from bot.model.match import Evidence, GuardianFit, PhoneFit, StudentFit
from bot.model.register import Enrolment
from bot.text.amounts import amount

_NAME_SAYS = {
    Part.EXACT: "coincide",
    Part.VARIANT: "coincide con otra grafía",
    Part.SHORT: "coincide en forma corta",
    Part.TYPO: "coincide salvo una errata",
    Part.SOME: "coincide en parte",
    Part.INITIAL: "coincide la inicial",
    Part.EXTRA: "coincide, aunque escriben uno más de los que constan",
    Part.MISSING: "no se dice",
    Part.DIFFERENT: "es otro",
}
_COURSE_SAYS = {
    CourseLevel.EXACT: "coincide",
    CourseLevel.PART: "coincide, sin la letra",
    CourseLevel.MISSING: "no se dice",
    CourseLevel.LETTER_OFF: "otro grupo del mismo curso",
    CourseLevel.YEAR_OFF: "un curso de diferencia",
    CourseLevel.OTHER: "no es su curso",
}
_PHONE_SAYS = {
    PhoneFit.OWN: "es el móvil que consta de esa persona",
    PhoneFit.LANDLINE: "consta de esa persona, pero es un fijo",
    PhoneFit.OTHER_GUARDIAN: "es el de otro tutor o tutora del alumno",
    PhoneFit.NONE_ON_FILE: "de esa persona no consta ningún teléfono",
    PhoneFit.DIFFERENT: "no es el que consta",
    PhoneFit.NOT_GIVEN: "no se dice",
}
_STATE_SAYS = {
    Enrolment.ACTIVE: "matrícula activa",
    Enrolment.PENDING: "matrícula pendiente de confirmar",
    Enrolment.LEFT: "ya no está matriculado",
}
_NAMED_PARTS = ("given", "surname1", "surname2")


def explain(account: Account, claim: Claim, rules: MatchingRules, on_file: int) -> tuple[Evidence, ...]:
    """Each datum's contribution, `on_file` being the number of accounts in the register; the weights sum up
    to the account's match weight.
    """
    lines = list(_pupils(account, claim, rules))
    finding = claim.guardian
    if account.guardian is not None and account.how is not None:
        lines += _name("guardian", account.how, account.name_parts, finding)
    elif finding is not None:
        lines.append(
            _line("relation", "no consta como tutor o tutora", rules.guardian_unknown, "unknown", finding)
        )
    lines.append(
        _line(
            "phone",
            _PHONE_SAYS[account.phone],
            rules.phone[account.phone.value],
            account.phone.value,
            claim.phone,
        )
    )
    prior = account.bits - sum(line.weight for line in lines)
    return (_line("prior", f"{amount(on_file, 'cuenta', 'cuentas')} en la matrícula", prior), *lines)


def _pupils(account: Account, claim: Claim, rules: MatchingRules) -> Iterator[Evidence]:
    for student, fits in zip(claim.students, account.children, strict=True):
        if not fits:
            yield _line(
                "student",
                "no hay en esa familia quien se llame así",
                rules.student_unknown,
                "unknown",
                student.name,
            )
            continue
        yield from _pupil(student, fits[0], rules)


def _pupil(student: ClaimedStudent, child: Child, rules: MatchingRules) -> Iterator[Evidence]:
    yield from _name("student", child.how, child.name_parts, student.name)
    level = child.course.name.lower()
    yield _line("course", _COURSE_SAYS[child.course], rules.course[level], level, student.course_finding)
    state = child.student.enrolment
    if state is not Enrolment.ACTIVE:
        yield _line("enrolment", _STATE_SAYS[state], rules.enrolment[state.value], state.value)


def _name(who: str, how: NameComparison, bits: Bits, finding: Finding | None) -> Iterator[Evidence]:
    levels = (how.given, how.surname1, how.surname2)
    for part, level, weight in zip(_NAMED_PARTS, levels, bits, strict=True):
        yield _line(f"{who}.{part}", _NAME_SAYS[level], weight, level.name.lower(), finding)


def _line(what: str, says: str, weight: float, level: str = "", finding: Finding | None = None) -> Evidence:
    return Evidence(what=what, says=says, weight=round(weight, 2), level=level, finding=finding)


def would_make_sure(best: Account, student: StudentFit, guardian: GuardianFit) -> tuple[str, ...]:
    """Which data would have settled the match, as a coordinator would ask for them."""
    wishes: list[str] = []
    if guardian is GuardianFit.NOT_GIVEN:
        wishes.append("el nombre y apellidos del tutor o la tutora")
    elif guardian is GuardianFit.AMBIGUOUS:
        wishes.append("el DNI del tutor o tutora")
    if student in {StudentFit.NOT_GIVEN, StudentFit.NONE}:
        wishes.append("el nombre y apellidos del alumno o alumna, como constan en la matrícula")
    if student in {StudentFit.AMBIGUOUS, StudentFit.PARTIAL} and any(
        fits and fits[0].how.surname2 is Part.MISSING and fits[0].student.name.surname2
        for fits in best.children
    ):
        wishes.append("el segundo apellido del alumno o alumna")
    if student is StudentFit.AMBIGUOUS and any(c[0].course < CourseLevel.EXACT for c in best.children):
        wishes.append("el curso y el grupo")
    if best.phone in {PhoneFit.NOT_GIVEN, PhoneFit.DIFFERENT, PhoneFit.OTHER_GUARDIAN, PhoneFit.LANDLINE}:
        wishes.append("el móvil que consta en Séneca de esa misma persona")
    if best.phone is PhoneFit.NONE_ON_FILE:
        wishes.append("que conste en Séneca un móvil de esa persona")
    return tuple(wishes)
