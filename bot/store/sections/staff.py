"""Teachers and their sections in the database, and which sessions have proved to be whose."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, delete, select

from bot.registry.staff import StaffMember
from bot.store.engine import read_rows, read_value, read_values, writing
from bot.store.events import ledger
from bot.store.people.sessions import hash_of
from bot.store.secrets import SecretBox
from bot.store.tables.console import staff_member, staff_proof, staff_section


class SqlStaff:
    """The teachers of every centre."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    def replace(self, school: str, staff: Iterable[StaffMember], *, actor: str, now: datetime) -> None:
        """Take over a new list in place of the old one; whoever is inside has to prove themselves again."""
        members = list(staff)
        with writing(self._engine) as connection, ledger(connection, school) as log:
            connection.execute(delete(staff_proof).where(staff_proof.c.school == school))
            connection.execute(delete(staff_section).where(staff_section.c.school == school))
            connection.execute(delete(staff_member).where(staff_member.c.school == school))
            connection.execute(
                staff_member.insert(),
                [
                    {
                        "school": school,
                        "email": member.email,
                        "name": member.name,
                        "identity": self._box.seal(member.identity),
                    }
                    for member in members
                ],
            )
            connection.execute(
                staff_section.insert(),
                [
                    {"school": school, "email": member.email, "unit": unit}
                    for member in members
                    for unit in member.units
                ],
            )
            log.note("staff_imported", {"teachers": len(members)}, at=now, actor=actor)

    def schools(self, email: str) -> list[str]:
        """The centres whose lists name this address."""
        return read_values(
            self._engine,
            select(staff_member.c.school)
            .where(staff_member.c.email == email.lower())
            .order_by(staff_member.c.school),
        )

    def name(self, email: str) -> str | None:
        """What the lists call the owner of this address."""
        return read_value(
            self._engine, select(staff_member.c.name).where(staff_member.c.email == email.lower()).limit(1)
        )

    def units(self, school: str, email: str) -> list[str]:
        """The sections of a teacher in a centre."""
        return read_values(
            self._engine,
            select(staff_section.c.unit)
            .where(staff_section.c.school == school, staff_section.c.email == email.lower())
            .order_by(staff_section.c.unit),
        )

    # ----------------------------------------------------------------- proof

    def prove(
        self, secret: str, email: str, identities: Mapping[str, str | None], *, actor: str, now: datetime
    ) -> list[str]:
        """Whose identity (by centre, as typed there) is the one on the list: the session `secret` may see
        those centres' pages from now on. Returns the centres; every try is in their audit trails.
        """
        kept = read_rows(
            self._engine,
            select(staff_member.c.school, staff_member.c.identity).where(
                staff_member.c.email == email.lower(), staff_member.c.school.in_(identities)
            ),
        )
        proved = [
            row.school
            for row in kept
            if hmac.compare_digest(
                self._box.open(row.identity).encode(), (identities[row.school] or "").encode()
            )
        ]
        for school in sorted(identities):
            with writing(self._engine) as connection, ledger(connection, school) as log:
                mine = (staff_proof.c.session == hash_of(secret), staff_proof.c.school == school)
                connection.execute(delete(staff_proof).where(*mine))
                if school in proved:
                    connection.execute(staff_proof.insert().values(session=hash_of(secret), school=school))
                log.note("staff_proved" if school in proved else "staff_refused", at=now, actor=actor)
        return proved

    def proved(self, secret: str) -> list[str]:
        """The centres of which this session's user has proved to be a teacher."""
        return read_values(
            self._engine,
            select(staff_proof.c.school)
            .where(staff_proof.c.session == hash_of(secret))
            .order_by(staff_proof.c.school),
        )
