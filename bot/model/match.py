"""Who it can be, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.claim import Finding


class StudentFit(StrEnum):
    NOT_GIVEN = "not_given"
    UNIQUE = "unique"  #: every named child is told apart, enrolled now
    SIBLINGS = "siblings"  #: not told from a sibling, but every candidate is that guardian's (row 4)
    AMBIGUOUS = "ambiguous"
    PARTIAL = "partial"  #: one child fits, another named child does not (row 10)
    LEFT = "left"  #: row 11
    PENDING = "pending"
    NONE = "none"  #: row 8


class GuardianFit(StrEnum):
    NOT_GIVEN = "not_given"
    MATCH = "match"
    NOT_GUARDIAN = "not_guardian"  #: row 7
    AMBIGUOUS = "ambiguous"


class PhoneFit(StrEnum):
    NOT_GIVEN = "not_given"
    OWN = "own"  #: equals a mobile on file of that very guardian
    OTHER_GUARDIAN = "other_guardian"
    LANDLINE = "landline"  #: equals what is on file, but no SMS can reach it
    NONE_ON_FILE = "none_on_file"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of the waterfall: a datum, what it says, its match weight in bits."""

    what: str  #: "student.given", "student.surname1", "guardian.name", "phone", "course", "prior" …
    says: str  #: Spanish sentence part: "coincide salvo una letra"
    weight: float  #: log2 Bayes factor
    level: str = ""  #: the comparison level that held
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One guardian's account with the pupils that would be meant."""

    guardian: str | None  #: key; None when no guardian fits but the pupil does
    students: tuple[str, ...]
    probability: float
    phone: PhoneFit
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Claim x register: who it can be."""

    student_fit: StudentFit
    guardian_fit: GuardianFit
    phone_fit: PhoneFit
    guardian: str | None = None  #: key
    students: tuple[str, ...] = ()  #: ids
    probability: float = 0.0
    margin: float = 0.0  #: probability minus the runner-up's
    candidates: tuple[Candidate, ...] = ()  #: best first, few
    evidence: tuple[Evidence, ...] = ()  #: of the best candidate
    would_make_sure: tuple[str, ...] = ()  #: Spanish: what datum would have settled it
