"""What a person reads otherwise than the program: a claim with some of its data put right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.model.claim import Claim, ClaimedStudent, Course, Finding, Region

BY_HAND = "persona"  #: `found_by` of what a person put right


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The four data as a person reads them; None: as the program read it, "": the mail does not say."""

    guardian: str | None = None
    given: str | None = None  #: of the pupil; with `surnames` it stands for all pupils of the mail
    surnames: str | None = None
    course: Course | None = None
    phone: str | None = None  #: E.164

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def names(self) -> list[str]:
        """Which data were put right: for the audit trail, which holds no names of people."""
        parts = {
            "guardian": self.guardian,
            "student": self.given if self.given is not None else self.surnames,
            "course": self.course,
            "phone": self.phone,
        }
        return [name for name, value in parts.items() if value is not None]


def corrected(claim: Claim, correction: Correction) -> Claim:
    """The claim as a person reads it."""
    if correction.guardian is not None:
        claim = replace(claim, guardian=_found(correction.guardian))
    if correction.given is not None or correction.surnames is not None:
        claim = replace(claim, students=_pupil(claim, correction))
    if correction.course is not None:
        course = correction.course or None
        students = tuple(replace(s, course=course, course_finding=None) for s in claim.students)
        loose = None if students else course
        claim = replace(claim, students=students, loose_course=loose, loose_course_finding=None)
    if correction.phone is not None:
        claim = replace(claim, phone=_found(correction.phone), incomplete_phone=None)
    return claim


def _pupil(claim: Claim, correction: Correction) -> tuple[ClaimedStudent, ...]:
    before = claim.students[0] if claim.students else None
    given = (before.given if before else "") if correction.given is None else correction.given
    surnames = (before.surnames if before else "") if correction.surnames is None else correction.surnames
    name = _found(f"{given} {surnames}".strip())
    if name is None:
        return ()
    return (
        ClaimedStudent(
            name=name,
            given=given,
            surnames=surnames,
            course=before.course if before else claim.loose_course,
            course_finding=before.course_finding if before else claim.loose_course_finding,
        ),
    )


def _found(value: str) -> Finding | None:
    """It stands nowhere in the mail: a person says so."""
    if not value:
        return None
    return Finding(value=value, text="", region=Region.BODY, start=0, end=0, found_by=BY_HAND)
