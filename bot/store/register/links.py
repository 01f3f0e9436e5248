"""Which account is whose, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Engine, delete, select

from bot.store.engine import insert, read_rows, writing
from bot.store.events import ledger
from bot.store.tables.accounts import account_link


class SqlLinks:
    """Which account is whose in one system of one school, as a list of the school's told."""

    def __init__(self, engine: Engine, school: str, system: str) -> None:
        self._engine = engine
        self._school = school
        self._system = system

    def __call__(self, people: Collection[str]) -> Mapping[str, str]:
        """Keys of people -> names of their accounts; whoever is not in the list is left out."""
        rows = read_rows(
            self._engine,
            select(account_link.c.person, account_link.c.login).where(
                account_link.c.school == self._school,
                account_link.c.system == self._system,
                account_link.c.person.in_(people),
            ),
        )
        return {row.person: row.login for row in rows}

    def replace(self, links: Mapping[str, str], *, actor: str, now: datetime) -> None:
        """Take over a new list in place of the old one."""
        here = {"school": self._school, "system": self._system}
        with writing(self._engine) as connection, ledger(connection, self._school) as log:
            connection.execute(
                delete(account_link).where(
                    account_link.c.school == self._school, account_link.c.system == self._system
                )
            )
            if links:
                rows = [{**here, "person": person, "login": login} for person, login in links.items()]
                connection.execute(insert(connection, account_link), rows)
            log.note("accounts_linked", {"system": self._system, "accounts": len(links)}, at=now, actor=actor)
