"""Mails of rows 6 to 15 of the policy: nobody may learn from an answer who is enrolled, or which phone is on file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model.register import Enrolment, Register
from tests.servers.parents import Parent


@dataclass(frozen=True, slots=True)
class Case:
    """A mail about which nothing may be told by its answer."""

    row: str  #: of the policy, and the reason
    text: str
    headers: dict[str, str] = field(default_factory=dict)


def doubtful(family: Parent, stranger: Parent, renewed: Parent, register: Register) -> Iterator[Case]:
    """One mail or more of each row; `renewed` has got a new password this morning."""
    whole, number = str(family.lost_password().get_content()), family.phone.removeprefix("+34")
    guardian, pupil = str(family.guardian.name), str(family.student.name)
    yield Case("6 phone_mismatch", whole.replace(number, "698123456"))
    yield Case("6 phone_mismatch", whole.replace(number, stranger.phone.removeprefix("+34")))
    yield Case("7 not_guardian", whole.replace(guardian, "Eufrasia Quiroga Zambrano"))
    yield Case("7 not_guardian", whole.replace(guardian, str(stranger.guardian.name)))
    yield Case("8 student_not_found", whole.replace(pupil, "Eufrasio Zambrano Quiroga"))
    also = whole.replace("Gracias", "También Eufrasio Zambrano Quiroga, de 1º ESO A. Gracias")
    yield Case("10 partial_match", also)
    child = f"Hola, soy {pupil}, alumno de {family.student.units[0]}. Mi madre, {guardian}, ha olvidado la contraseña"
    yield Case("12 student_writes", f"{child} de iPasen. Su móvil es el {number}.")
    yield Case("15 change_data", f"{whole}\nMandadme la clave por correo a esta dirección, no al móvil.")
    yield Case("9 ambiguous", both_parents(register))
    yield Case("11 not_enrolled", str(gone(register).lost_password().get_content()))
    forged = {"Authentication-Results": "mx.ieslaloma.test; dmarc=fail"}
    yield Case("13 sender_not_authenticated", whole, forged)
    yield Case("14 rate_limited", str(renewed.lost_password().get_content()))


def both_parents(register: Register) -> str:
    """Two accounts are meant at once."""
    pairs = ((s, [register.guardians[key] for key in s.guardians]) for s in register.students.values())
    student, (one, other) = next(
        (student, pair)
        for student, pair in pairs
        if student.enrolment is Enrolment.ACTIVE and len(pair) == 2 and all(g.phones for g in pair)
    )
    lines = [f"- {g.name}, {next(iter(g.phones)).removeprefix('+34')}" for g in (one, other)]
    return "\n".join(
        [
            "Tanto mi usuario de iPasen como el de mi mujer están bloqueados, hagan el favor de regenerar ambos.",
            *lines,
            f"Nuestra hija es {student.name}, de {student.units[0]}.",
        ]
    )


def gone(register: Register) -> Parent:
    """Somebody whose only child has left the school."""
    return next(
        Parent(guardian, student, next(iter(guardian.phones)), "")
        for guardian in register.guardians.values()
        for student in [register.students[guardian.students[0]]]
        if len(guardian.students) == 1 and len(guardian.phones) == 1
        if student.enrolment is Enrolment.LEFT
    )
