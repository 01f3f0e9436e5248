"""Facts of the data given: what the mails lack, and what the register says of them."""

from __future__ import annotations

from bot.decision.missing import NEEDED, missing_data
from bot.decision.vocabulary import Fact, Situation
from bot.model.claim import Finding
from bot.model.match import GuardianFit, PhoneFit, StudentFit


def _missing(s: Situation) -> str:
    lacking = missing_data(s.claim)
    if not lacking:
        return "nothing"
    return "all" if set(NEEDED) <= set(lacking) else "some"


def _certainty(s: Situation) -> str:
    """A tie is told first: two accounts that share the evidence leave both of them doubtful."""
    if s.match.margin < s.limits.margin * s.match.probability:
        return "tie"
    return "sure" if s.match.probability >= s.limits.probability else "doubtful"


def _student_words(s: Situation) -> Finding | None:
    return s.claim.students[0].name if s.claim.students else None


FACTS = (
    Fact(
        name="missing",
        about="si faltan datos en los correos de la conversación",
        source="solo los correos, nunca la matrícula",
        values={
            "nothing": "no falta nada",
            "some": "falta alguno: tutor o tutora, alumno o alumna, teléfono",
            "all": "faltan los tres",
        },
        usual="nothing",
        read=_missing,
    ),
    Fact(
        name="student",
        about="cómo encajan los alumnos nombrados",
        source="matrícula",
        values={
            StudentFit.UNIQUE: "cada uno está identificado y matriculado",
            StudentFit.SIBLINGS: "no se distingue de un hermano, pero todos son del mismo tutor",
            StudentFit.AMBIGUOUS: "encajan varios de familias distintas",
            StudentFit.PARTIAL: "uno encaja y otro no",
            StudentFit.LEFT: "ya no está matriculado",
            StudentFit.PENDING: "su matrícula está pendiente",
            StudentFit.NONE: "no encaja nadie",
            StudentFit.NOT_GIVEN: "no se nombra a ninguno",
        },
        usual=StudentFit.UNIQUE,
        read=lambda s: s.match.student_fit.value,
        shown_by=_student_words,
    ),
    Fact(
        name="guardian",
        about="cómo encaja la persona tutora nombrada",
        source="matrícula",
        values={
            GuardianFit.MATCH: "es tutora de ese alumno",
            GuardianFit.NOT_GUARDIAN: "no es tutora de ese alumno",
            GuardianFit.AMBIGUOUS: "encajan dos personas",
            GuardianFit.NOT_GIVEN: "no se nombra",
        },
        usual=GuardianFit.MATCH,
        read=lambda s: s.match.guardian_fit.value,
        shown_by=lambda s: s.claim.guardian,
    ),
    Fact(
        name="phone",
        about="cómo encaja el teléfono dado",
        source="matrícula",
        values={
            PhoneFit.OWN: "es un móvil de esa misma persona",
            PhoneFit.OTHER_GUARDIAN: "es el del otro tutor",
            PhoneFit.LANDLINE: "es el suyo, pero fijo: no recibe SMS",
            PhoneFit.NONE_ON_FILE: "esa persona no tiene teléfono en su ficha",
            PhoneFit.DIFFERENT: "es otro número",
            PhoneFit.NOT_GIVEN: "no se da",
        },
        usual=PhoneFit.OWN,
        read=lambda s: s.match.phone_fit.value,
        shown_by=lambda s: s.claim.phone,
    ),
    Fact(
        name="certainty",
        about="lo seguro que es el parecido, según `limits`",
        source="matrícula: probabilidad y ventaja sobre el segundo",
        values={
            "sure": "suficiente",
            "doubtful": "por debajo de la probabilidad exigida",
            "tie": "otra cuenta encaja casi igual",
        },
        usual="sure",
        read=_certainty,
    ),
)
