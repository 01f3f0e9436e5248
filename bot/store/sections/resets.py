"""Resets of whole sections, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Update, and_, bindparam, case, exists, or_, select, update

from bot.errors import InputError
from bot.ports.accounts import VALID, Account
from bot.ports.bulk import BulkItem, BulkRun, BulkState
from bot.store.engine import read_rows, reading, write, writing
from bot.store.events import Ledger, ledger
from bot.store.secrets import SecretBox
from bot.store.tables.accounts import bulk_item, bulk_run

_ITEM = ("number", "name", "unit", "state", "username", "last_sign_in", "problem")  #: kept as they are
_NEVER_KNOWN = "No se llegó a saber si se puso, y ya ha caducado: renuévela otra vez."


class SqlBulkBook:
    """Where resets are kept."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    def start(
        self,
        *,
        school: str,
        system: str,
        section: str,
        requested_by: str,
        even_active: bool,
        items: Sequence[BulkItem],
        actor: str,
        now: datetime,
    ) -> int:
        """Commit a list; returns the number of the reset."""
        with writing(self._engine) as connection, ledger(connection, school) as log:
            number: int = connection.execute(
                bulk_run.insert()
                .values(
                    school=school,
                    system=system,
                    section=section,
                    requested_by=requested_by,
                    even_active=even_active,
                    created_at=now,
                )
                .returning(bulk_run.c.id)
            ).scalar_one()
            connection.execute(bulk_item.insert(), [_row(item) | {"run": number} for item in items])
            log.note("bulk_started", {"run": number, "accounts": len(items)}, at=now, actor=actor)
        return number

    def run(self, school: str, number: int) -> BulkRun:
        """A reset with its passwords. Raises InputError when there is none of that number."""
        with reading(self._engine) as connection:
            found = connection.execute(
                select(bulk_run).where(bulk_run.c.school == school, bulk_run.c.id == number)
            ).one_or_none()
            if found is None:
                raise InputError(f"No hay ninguna renovación por grupos con el número {number}.")
            rows = connection.execute(
                select(bulk_item).where(bulk_item.c.run == number).order_by(bulk_item.c.number)
            ).all()
        items = tuple(
            BulkItem(
                **{name: getattr(row, name) for name in _ITEM},
                account=_account(row.account),
                password=None if row.secret is None else self._box.open(row.secret),
                valid_until=row.valid_until,
            )
            for row in rows
        )
        return BulkRun(**found._asdict(), items=items)

    def sending(self, run: BulkRun, items: Sequence[BulkItem], *, until: datetime) -> None:
        """Commit the passwords of these items before they are set, and until when they hold at most."""
        rows = [{"in_number": i.number, "secret": self._box.seal(i.password or "")} for i in items]
        write(self._engine, _each_of(run).values(state=BulkState.SENDING, valid_until=until), rows)

    def noted(self, run: BulkRun, items: Sequence[BulkItem]) -> None:
        """Commit how it went."""
        changes = ("state", "username", "valid_until", "problem")
        rows = [{"in_number": i.number, **{name: getattr(i, name) for name in changes}} for i in items]
        write(self._engine, _each_of(run), rows)

    def over(self, school: str, system: str, *, now: datetime) -> Sequence[tuple[int, int, Account]]:
        """(reset, item, account) of passwords whose time is over and that nobody has looked after yet.

        Of an account that was reset again since, the newer password has an end of its own.
        """
        later_item, later_run = bulk_item.alias(), bulk_run.alias()
        here = (bulk_run.c.school == school, bulk_run.c.system == system)
        newer = exists().where(
            later_run.c.id == later_item.c.run,
            later_run.c.school == school,
            later_run.c.system == system,
            later_item.c.username == bulk_item.c.username,
            later_item.c.valid_until > bulk_item.c.valid_until,
        )
        query = (
            select(bulk_item.c.run, bulk_item.c.number, bulk_item.c.account)
            .join_from(bulk_item, bulk_run)
            .where(
                *here,
                bulk_item.c.state.in_((BulkState.SET, BulkState.SENDING)),
                or_(
                    bulk_item.c.valid_until <= now,
                    # begun by a program that did not write down until when
                    and_(bulk_item.c.valid_until.is_(None), bulk_run.c.created_at <= now - VALID),
                ),
                bulk_item.c.ended_at.is_(None),
                ~newer,
            )
        )
        return [(row.run, row.number, _account(row.account)) for row in read_rows(self._engine, query)]

    def ended(self, run: int, number: int, *, now: datetime) -> None:
        """It was taken back, or its owner had changed it; one that was never known to be set has failed."""
        unknown = bulk_item.c.state == BulkState.SENDING
        write(
            self._engine,
            update(bulk_item)
            .where(bulk_item.c.run == run, bulk_item.c.number == number)
            .values(
                ended_at=now,
                secret=None,
                problem=case((unknown, _NEVER_KNOWN), else_=bulk_item.c.problem),
                state=case((unknown, BulkState.FAILED), else_=bulk_item.c.state),
            ),
        )

    def finished(self, run: BulkRun, *, actor: str, now: datetime) -> None:
        """The sheet is written: the passwords are wiped, and the audit trail says how many were set.

        One that may have been set but is not known to be is kept: it will be set again.
        """
        with writing(self._engine) as connection, ledger(connection, run.school) as log:
            wipe(log, run)
            note_finished(log, run, actor=actor, now=now)


def wipe(log: Ledger, run: BulkRun) -> None:
    """The passwords go, but those that may have been set and are not known to be."""
    known = (bulk_item.c.run == run.id, bulk_item.c.state != BulkState.SENDING)
    log.connection.execute(update(bulk_item).where(*known).values(secret=None))


def note_finished(log: Ledger, run: BulkRun, *, actor: str, now: datetime) -> None:
    """The audit trail says how many of which state there are."""
    counts = {str(state): len(run.of(state)) for state in BulkState}
    log.note("bulk_finished", {"run": run.id, **counts}, at=now, actor=actor)


def _each_of(run: BulkRun) -> Update:
    """For items by their `in_number`; what else a row of parameters names is changed."""
    return update(bulk_item).where(bulk_item.c.run == run.id, bulk_item.c.number == bindparam("in_number"))


def _account(kept: Mapping[str, Any]) -> Account:
    return Account(**{**kept, "emails": tuple(kept["emails"])})


def _row(item: BulkItem) -> dict[str, object]:
    return {name: getattr(item, name) for name in _ITEM} | {"account": asdict(item.account)}
