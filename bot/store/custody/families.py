"""Everything that is kept about one family: to be shown to them, or to be erased (GDPR articles 15, 17)."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, or_, select

from bot.errors import InputError, why
from bot.model.register import Register
from bot.store.engine import read_values, reading
from bot.store.tables.codec import CLAIM, DECISION, GUARDIAN, STUDENT
from bot.store.tables.schema import decision, mail, of_case, outbox, ticket
from bot.text.words import words


@dataclass(frozen=True, slots=True)
class Family:
    """Whose data are meant."""

    guardians: frozenset[str] = frozenset()  #: keys
    students: frozenset[str] = frozenset()  #: ids
    addresses: frozenset[str] = frozenset()  #: from which they may have written


def find_family(register: Register, who: str) -> Family:
    """By a guardian's DNI, phone, e-mail or full name: that guardian and their children, *not* the other
    guardian, whose data are not theirs to see. By a pupil's number: the pupil and all guardians.

    An address that is not on file stands for itself. Raises InputError when nobody is meant, or several
    (homonyms, a phone of two): nobody may get or lose another's data.
    """
    asked = who.strip()
    digits, folded = asked.replace(" ", ""), words(asked)
    if student := register.students.get(asked):
        keys = frozenset(student.guardians)
        return Family(keys, frozenset({student.id}), _addresses(register, keys) | student.emails)
    keys = frozenset(
        key
        for key, guardian in register.guardians.items()
        if asked == key
        or asked.upper() == guardian.dni
        or {digits, f"+34{digits}"} & guardian.phones
        or asked.lower() in guardian.emails
        or (len(folded) > 1 and words(str(guardian.name)) == folded)
    )
    if len(keys) > 1:
        raise InputError(
            f"Hay {len(keys)} tutores con «{asked}»: dé el DNI de quien lo pide, o el número escolar del "
            "alumno para todos los suyos."
        )
    if keys:
        children = frozenset(child for key in keys for child in register.guardians[key].students)
        return Family(keys, children, _addresses(register, keys))
    if "@" in asked:
        return Family(addresses=frozenset({asked.lower()}))
    raise InputError(
        f"No hay nadie con «{asked}» en la matrícula: dé el DNI, el teléfono, el correo o el nombre completo "
        "de un tutor, o el número escolar del alumno."
    )


def _addresses(register: Register, keys: frozenset[str]) -> frozenset[str]:
    return frozenset(address for key in keys for address in register.guardians[key].emails)


def cases_of(engine: Engine, school: str, family: Family) -> list[str]:
    """The numbers of all their cases, oldest first."""
    about = or_(
        ticket.c.account.in_(family.guardians),
        ticket.c.sender.in_(family.addresses),
        decision.c.account.in_(family.guardians),
        decision.c.sender.in_(family.addresses),
    )
    return read_values(
        engine,
        select(ticket.c.number, ticket.c.created_at)
        .join(decision, isouter=True)
        .where(ticket.c.school == school, about)
        .distinct()
        .order_by(ticket.c.created_at),
    )


def export(engine: Engine, school: str, register: Register, family: Family, file: Path) -> int:
    """A ZIP with their mails as they came, what was read in them, decided and sent, and what is on file.

    Returns the number of cases. Raises InputError when the file cannot be written.
    """
    numbers = cases_of(engine, school, family)
    try:
        with reading(engine) as connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            file.chmod(0o600)
            cases = []
            for number in numbers:
                mails = select(decision, mail.c.content).join(mail).where(of_case(decision, school, number))
                rows = connection.execute(mails).all()
                for place, row in enumerate(rows, 1):
                    if row.content is not None:
                        archive.writestr(f"correos/{number}-{place}.eml", row.content)
                sent = connection.execute(
                    select(outbox.c.kind, outbox.c.status, outbox.c.finished_at, outbox.c.payload).where(
                        of_case(outbox, school, number)
                    )
                ).all()
                cases.append(
                    {
                        "caso": number,
                        "correos": [
                            {
                                "fecha": row.at.isoformat(),
                                "de": row.sender,
                                "leído": json.loads(CLAIM.dump(CLAIM.load(row.claim))),
                                "decidido": json.loads(DECISION.dump(DECISION.load(row.decision))),
                            }
                            for row in rows
                        ],
                        "envíos": [
                            {
                                "qué": row.kind,
                                "estado": row.status,
                                "fecha": row.finished_at and row.finished_at.isoformat(),
                                "datos": row.payload,
                            }
                            for row in sent
                        ],
                    }
                )
            archive.writestr("casos.json", _readable(cases))
            archive.writestr("matricula.json", _readable(_on_file(register, family)))
    except OSError as error:
        raise InputError(f"No se puede escribir {file}: {why(error)}.") from error
    return len(numbers)


def _on_file(register: Register, family: Family) -> dict[str, Any]:
    return {
        "tutores": [json.loads(GUARDIAN.dump(register.guardians[key])) for key in sorted(family.guardians)],
        "alumnado": [json.loads(STUDENT.dump(register.students[i])) for i in sorted(family.students)],
    }


def _readable(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
