"""Section -> pupils -> accounts; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.errors import InputError
from bot.model.register import Enrolment, Register, Student
from bot.ports.accounts import Account
from bot.ports.bulk import BulkItem, BulkState
from bot.text.words import fold


def pupils_of(register: Register, section: str) -> list[Student]:
    """The enrolled pupils of a unit ("1º ESO A", however it is typed), by surname.

    Raises InputError, naming the units that there are, when nobody is in it.
    """
    wanted = same_unit(section)
    pupils = [
        student
        for student in register.students.values()
        if student.enrolment is Enrolment.ACTIVE and wanted in {same_unit(unit) for unit in student.units}
    ]
    if not pupils:
        units = {u for s in register.students.values() if s.enrolment is Enrolment.ACTIVE for u in s.units}
        raise InputError(
            f"No hay alumnado en «{section}». Unidades: {', '.join(sorted(units)) or 'ninguna'}."
        )
    return sorted(pupils, key=lambda s: (fold(s.name.surnames), fold(s.name.given), s.id))


def accounts_of(register: Register, pupils: Sequence[Student]) -> list[Account]:
    """Whose accounts are meant: by Nº Id. Escolar, and by an e-mail that is nobody else's."""
    owners = Counter(
        email
        for people in (register.students, register.guardians)
        for person in people.values()
        for email in person.emails
    )
    return [
        Account(
            guardian=f"alumnado/{pupil.id}",  # never a guardian's key
            dni=None,
            full_name=str(pupil.name),
            emails=tuple(sorted(email for email in pupil.emails if owners[email] == 1)),
            student=pupil.id,
        )
        for pupil in pupils
    ]


def chosen(
    items: Iterable[BulkItem], *, ticked: Collection[str], seen_active: Collection[str]
) -> list[BulkItem]:
    """What a teacher wants done of a section's accounts, by Nº Id. Escolar.

    An account in use is only renewed if they saw that it is (`seen_active`) and ticked it all the same.
    Those without an account come along, to be told.
    """
    wanted = []
    for item in items:
        pupil = item.account.student
        if item.state is BulkState.MISSING:
            wanted.append(item)
        elif pupil in ticked:
            again = item.state is BulkState.ACTIVE and pupil in seen_active
            wanted.append(replace(item, state=BulkState.WAITING) if again else item)
    return wanted


def same_unit(unit: str) -> str:
    """A unit's name in the form in which all its spellings are equal ("1º ESO A" -> "1esoa")."""
    return re.sub(r"[^a-z0-9]", "", fold(re.sub("[ºª°]", "", unit)))
