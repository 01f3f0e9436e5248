"""A decided mail as others see it: the public JSON of DESIGN §5, every line with its words in the mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.decision.facts import built_in
from bot.decision.missing import missing_data
from bot.decision.spans import stands_in
from bot.model.case import Case
from bot.model.claim import Claim, Finding, Intent
from bot.model.decision import Datum
from bot.model.match import Match
from bot.model.register import Register

_INTENTS = {
    Intent.RECOVER: "no puede entrar y quiere recuperar el acceso",
    Intent.REGISTER: "nunca ha tenido acceso y pregunta cómo tenerlo",
    Intent.MISSING_CHILD: "no le aparece un hijo en la aplicación",
    Intent.CHANGE_DATA: "quiere cambiar un dato de la ficha",
    Intent.BULK: "pide renovar un grupo entero",
    Intent.FOLLOW_UP: "responde a un correo nuestro",
    Intent.OTHER: "pide otra cosa",
    Intent.AUTOMATIC: "no lo ha escrito una persona",
}
_MISSING = {
    Datum.GUARDIAN: "no dice quién es el tutor o la tutora",
    Datum.STUDENT: "no nombra a ningún alumno",
    Datum.COURSE: "no dice el curso",
    Datum.PHONE: "no da el teléfono",
}


def as_json(case: Case, register: Register, *, file: str, with_text: bool = False) -> dict[str, Any]:
    """One line of `triage --json`."""
    message, decision = case.message, case.decision
    line: dict[str, Any] = {
        "file": file,
        "message_id": message.message_id,
        "intent": case.claim.intent.value,
        "decision": decision.action.value,
        "reason": decision.reason,
        "missing": [datum.value for datum in decision.missing],
        "claim": _claim(case.claim),
        "match": _match(case.match, register),
        "rule": decision.rule,
        "explanation": list(_explanation(case)),
        "reply": decision.reply and {"template": decision.reply, "language": case.whole.language},
    }
    if with_text:
        line |= {"text": message.text, "rest": message.rest}
    return line


def _claim(claim: Claim) -> dict[str, Any]:
    students = [{"name": s.name.value, "course": str(s.course or "") or None} for s in claim.students]
    if not students and claim.loose_course:
        students = [{"name": None, "course": str(claim.loose_course)}]
    return {
        "guardian": claim.guardian and claim.guardian.value,
        "students": students,
        "phone": claim.phone and claim.phone.value,
        "language": claim.language,
        "writer": claim.writer.value,
    }


def _match(match: Match, register: Register) -> dict[str, Any]:
    guardian = register.guardians.get(match.guardian or "")
    return {
        "guardian": guardian and guardian.on_file,
        "students": list(match.students),
        "probability": round(match.probability, 4),
    }


def _explanation(case: Case) -> Iterator[dict[str, Any]]:
    """What was read, what is missing, how the register weighs it, in this order."""
    message, whole = case.message, case.whole
    if message.automatic:
        sign = message.automatic
        yield _line(case, "automatic", f"correo automático ({sign.code}): {sign.evidence}")
    yield _line(case, "intent", _INTENTS[case.claim.intent], next(iter(case.claim.intent_findings), None))
    for signal, finding in whole.signals.items():
        yield _line(case, signal.value, built_in()[signal].about, finding)
    for what, finding in _given(whole):
        yield _line(case, what, f"«{finding.value}»", finding)
    for datum in missing_data(whole):
        incomplete = whole.incomplete_phone if datum is Datum.PHONE else None
        says = f"«{incomplete.text}» no es un teléfono completo" if incomplete else _MISSING[datum]
        yield _line(case, datum.value, says, incomplete)
    for evidence in case.match.evidence:
        yield _line(case, evidence.what, evidence.says, evidence.finding, weight=evidence.weight)
    for says in case.match.would_make_sure:
        yield _line(case, "would_make_sure", says)


def _given(claim: Claim) -> Iterator[tuple[str, Finding]]:
    found = [("guardian", claim.guardian)]
    for student in claim.students:
        found += [("student", student.name), ("course", student.course_finding)]
    found += [("course", claim.loose_course_finding), ("phone", claim.phone)]
    return ((what, finding) for what, finding in found if finding is not None)


def _line(
    case: Case, what: str, says: str, finding: Finding | None = None, *, weight: float = 0.0
) -> dict[str, Any]:
    here = finding is not None and stands_in(case.message, finding)
    return {
        "what": what,
        "says": says,
        "span": [finding.start, finding.end] if finding and here else None,
        "region": finding.region.value if finding and here else None,
        "found_by": finding and finding.found_by,
        "score": finding and finding.score,
        "weight": round(weight, 2),
    }
