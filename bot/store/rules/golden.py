"""Golden cases: past mails of which a person said that they were decided rightly. Rules must keep to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select

from bot.errors import InputError
from bot.store.engine import columns_of, insert, read_as, writing
from bot.store.events import ledger
from bot.store.tables.rules import golden_case
from bot.store.tables.schema import decision, of_case


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """One mail whose decision is to stay as it was."""

    mail: int
    ticket: str
    at: datetime
    actor: str
    action: str
    reason: str | None


_COLUMNS = [
    *columns_of(golden_case, GoldenCase),
    *(decision.c[name] for name in ("action", "reason")),
]


def add_golden(engine: Engine, school: str, number: str, *, by: str, now: datetime) -> int:
    """Every decided mail of a ticket; returns how many. Raises InputError when the ticket has none."""
    with writing(engine) as connection, ledger(connection, school) as log:
        mails = connection.scalars(select(decision.c.mail).where(of_case(decision, school, number))).all()
        if not mails:
            raise InputError(f"El caso {number} no existe o no tiene ningún correo decidido.")
        rows = [{"school": school, "mail": mail, "ticket": number, "at": now, "actor": by} for mail in mails]
        connection.execute(insert(connection, golden_case).on_conflict_do_nothing(), rows)
        log.note("golden_added", {"mails": len(mails)}, at=now, ticket=number, actor=by)
    return len(mails)


def remove_golden(engine: Engine, school: str, number: str, *, by: str, now: datetime) -> int:
    """Forget a ticket's golden cases; returns how many. Raises InputError when there are none."""
    with writing(engine) as connection, ledger(connection, school) as log:
        gone = connection.execute(delete(golden_case).where(of_case(golden_case, school, number))).rowcount
        if not gone:
            raise InputError(f"El caso {number} no está entre los casos de oro.")
        log.note("golden_removed", {"mails": gone}, at=now, ticket=number, actor=by)
    return gone


def golden_cases(engine: Engine, school: str) -> list[GoldenCase]:
    """All of a school, in the order of the mails."""
    query = (
        select(*_COLUMNS)
        .join_from(golden_case, decision, decision.c.mail == golden_case.c.mail)
        .where(golden_case.c.school == school)
        .order_by(golden_case.c.mail)
    )
    return read_as(engine, GoldenCase, query)
