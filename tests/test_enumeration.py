"""Nobody learns from an answer, nor from its hour, who is enrolled, whose child it is or which phone is on file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from bot.bootstrap import House
from bot.journey import Mind, handle
from bot.model import EffectKind, Enrolment, RawMail, Register
from bot.store.desk import SqlDesk
from bot.store.intake import SqlIntake
from bot.thinking import ANSWERS_AFTER
from tests.offices import SCHOOL, Office
from tests.servers.parents import Parent, parents

CLAIMED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


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


def test_rows_6_to_15_get_the_same_letter_at_the_same_moment(office: Office, wary_mind: Mind) -> None:
    with office.house() as house:
        known = {family.address for family in office.families.values()}
        register = house.desk.register(SCHOOL)
        everybody = parents(register)
        family, stranger = [p for p in everybody if p.address not in known][:2]
        cases = list(doubtful(family, stranger, office.families["all_right"], register))
        writers = [replace(family, address=f"alguien{n}@fuera.test") for n in range(len(cases))]
        desk = SqlDesk(house.engine, house.box, answers_after=ANSWERS_AFTER)
        receive(
            house, [w.letter(c.text, **c.headers).as_bytes() for w, c in zip(writers, cases, strict=True)]
        )
        while mails := desk.claim_mails(SCHOOL, 50, now=CLAIMED):
            handle(mails, wary_mind, desk, now=CLAIMED)
        files = {
            row.sender: house.tickets.get(SCHOOL, row.number) for row in house.tickets.list_tickets(SCHOOL)
        }
        theirs = [files[writer.address] for writer in writers]
        assert [file.ticket.reason for file in theirs] == [case.row.split()[1] for case in cases]
        effects = [effect for file in theirs for effect in file.effects]
        assert {effect.kind for effect in effects} == {EffectKind.REPLY}
        assert {effect.not_before for effect in effects} == {CLAIMED + ANSWERS_AFTER}
        composer = house.composer(house.school(SCHOOL))
        letters = [composer.compose(effect.payload, {}, now=CLAIMED).content for effect in effects]
    assert len(letters) == len(cases)
    assert len({told(content) for content in letters}) == 1


def receive(house: House, contents: list[bytes]) -> None:
    intake = SqlIntake(house.engine)
    lease = intake.acquire(SCHOOL, "test", timedelta(seconds=30))
    assert lease is not None
    intake.ingest(
        lease,
        [
            RawMail(school=SCHOOL, uidvalidity=9, uid=uid, content=content, received_at=CLAIMED)
            for uid, content in enumerate(contents, 1)
        ],
    )
    intake.release(lease)


def told(content: bytes) -> str:
    """A letter without what every mail of ours has of its own: recipient, thread, number and token."""
    mail = message_from_bytes(content, policy=policy.default)
    parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    head = [f"{name}: {value}" for name, value in mail.items() if name not in OWN]
    number = re.search(r"\[(\w{6})-\w{10}\]", str(mail["Subject"]))
    assert number is not None
    return "\n".join([*sorted(mail.keys()), *head, *parts]).replace(number[1], "·").replace(number[0], "·")


OWN = {"To", "Subject", "Message-ID", "In-Reply-To", "References"}
