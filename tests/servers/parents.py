"""Families of a made-up school, and the mails that they write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from bot.model.register import Enrolment, Guardian, Register, Student
from bot.registry.phones_on_file import takes_sms
from bot.registry.seneca import read_export
from training.export_files import write_export
from training.school import generate


@dataclass(frozen=True, slots=True)
class Parent:
    """A guardian who writes about one child, from an address of their own."""

    guardian: Guardian
    student: Student
    phone: str
    address: str  #: at familias.test: where our answers can be read

    def letter(self, body: str, *, subject: str = "iPasen", **headers: str) -> EmailMessage:
        """A mail as their server hands it in; header names with `_` for `-`."""
        mail = EmailMessage()
        mail["From"] = f'"{self.guardian.name}" <{self.address}>'
        mail["To"] = "incidenciastde@ieslaloma.test"
        mail["Subject"] = subject
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain="familias.test")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        return mail

    def lost_password(self, *, phone: bool = True, **headers: str) -> EmailMessage:
        """Everything that a regeneration needs, or all but the phone."""
        course, number = self.student.units[0], self.phone.removeprefix("+34")
        lines = [
            "Buenos días:",
            f"Soy {self.guardian.name}, y mi hijo/a {self.student.name} está en {course}.",
            "No recuerdo mi contraseña de iPasen y no puedo entrar.",
            *([f"Mi móvil es el {number}."] if phone else []),
            "Gracias.",
        ]
        return self.letter("\n".join(lines), **headers)

    def answer(self, ours: EmailMessage, body: str) -> EmailMessage:
        """A reply to a mail of ours, as mail programs write it."""
        return self.letter(
            body,
            subject=f"Re: {ours['Subject']}",
            In_Reply_To=str(ours["Message-ID"]),
            References=f"{ours['References'] or ''} {ours['Message-ID']}".strip(),
        )


def write_school(path: Path, *, pupils: int = 150, seed: int = 5) -> None:
    """The export of a made-up school; the same size and seed give the same one.

    All addresses on file are at familias.test, so that what is sent to them can be read.
    """
    rows = (row.cells for row in generate(seed, pupils, "A"))
    write_export(
        ({name: re.sub("@.*", "@familias.test", cell) for name, cell in cells.items()} for cells in rows),
        path,
    )


def parents(register: Register) -> Iterator[Parent]:
    """Guardians whose data are simple and unlike all others': one child, one mobile of their own."""
    owners: dict[str, int] = {}
    for guardian in register.guardians.values():
        for phone in guardian.phones:
            owners[phone] = owners.get(phone, 0) + 1
    pupils: dict[str, int] = {}
    for student in register.students.values():
        pupils[student.name.surnames] = pupils.get(student.name.surnames, 0) + 1
    for number, guardian in enumerate(register.guardians.values()):
        if len(guardian.students) != 1 or len(guardian.phones) != 1 or not guardian.name.surname2:
            continue
        student, phone = register.students[guardian.students[0]], next(iter(guardian.phones))
        simple = student.enrolment is Enrolment.ACTIVE and len(student.units) == 1 and student.name.surname2
        if simple and takes_sms(phone) and owners[phone] == 1 and pupils[student.name.surnames] == 1:
            yield Parent(guardian, student, phone, f"familia{number}@familias.test")


def read_school(path: Path) -> Register:
    return read_export(path)[0]


def text_of(mail: EmailMessage) -> str:
    """What an answer says."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def at_home(parent: Parent) -> Parent:
    """Writing from the address on file, if any: so that every mail is answered with exactly one."""
    return replace(parent, address=min(parent.guardian.emails, default=parent.address))
