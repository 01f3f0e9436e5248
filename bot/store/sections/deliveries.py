"""How the passwords of resets reach the teachers, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, Update, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import InputError
from bot.ports.accounts import VALID
from bot.ports.bulk import BulkRun, Delivery, Overtaken
from bot.store.engine import read_row, read_rows, read_value, write, writing
from bot.store.events import ledger
from bot.store.secrets import SecretBox
from bot.store.sections.resets import note_finished, wipe
from bot.store.tables.accounts import bulk_item, bulk_run
from bot.store.tables.console import bulk_delivery, console_user

_CLAIMED_FOR = timedelta(minutes=2)


class SqlDeliveries:
    """Whoever works on one has claimed it."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    # ----------------------------------------------------------------- asking

    def known(self, once: str, user: int) -> int | None:
        """The reset that this form has started before."""
        theirs = (bulk_delivery.c.once == once, bulk_delivery.c.user == user)
        return read_value(self._engine, select(bulk_delivery.c.run).where(*theirs))

    def open(self, run: int, *, once: str, user: int, message_id: str, phrase: str) -> bool:
        """From now on the reset is to be done; False when this form has started another one before."""
        try:
            write(
                self._engine,
                bulk_delivery.insert().values(
                    run=run,
                    once=once,
                    user=user,
                    message_id=message_id,
                    phrase=self._box.seal(phrase),
                    problem="",
                ),
            )
        except IntegrityError:
            return False
        return True

    def of(self, school: str, run: int) -> Delivery:
        """Raises InputError when there is none."""
        row = read_row(
            self._engine,
            select(bulk_delivery, bulk_run.c.school, bulk_run.c.requested_by, console_user.c.full_name)
            .join_from(bulk_delivery, bulk_run)
            .join(console_user, console_user.c.id == bulk_delivery.c.user)
            .where(bulk_run.c.school == school, bulk_delivery.c.run == run),
        )
        if row is None:
            raise InputError(f"No hay ninguna renovación con el número {run}.")
        return Delivery(
            run=run,
            school=school,
            user=row.user,
            name=row.full_name,
            to=row.requested_by,
            message_id=row.message_id,
            phrase=self._box.open(row.phrase) if row.phrase else None,
            **{name: getattr(row, name) for name in ("begun_at", "sent_at", "fetched_at", "problem")},
        )

    def unsettled(self) -> Sequence[tuple[str, int]]:
        """(school, reset) of all that is still to be done."""
        rows = read_rows(
            self._engine,
            select(bulk_run.c.school, bulk_run.c.id)
            .join(bulk_delivery)
            .where(bulk_delivery.c.sent_at.is_(None), bulk_delivery.c.problem == "")
            .order_by(bulk_run.c.id),
        )
        return [(row.school, row.id) for row in rows]

    # ----------------------------------------------------------------- working

    def claim(self, run: int, owner: str, *, now: datetime) -> bool:
        """May `owner` work on it for the next two minutes? False: another does."""
        free = or_(bulk_delivery.c.owner.is_(None), bulk_delivery.c.claim_until < now)
        taken = _of(run).where(free).values(owner=owner, claim_until=now + _CLAIMED_FOR)
        return write(self._engine, taken) == 1

    def renew(self, run: int, owner: str, *, now: datetime) -> None:
        """Two minutes more. Raises Overtaken when another has it now."""
        mine = _of(run).where(bulk_delivery.c.owner == owner)
        if not write(self._engine, mine.values(claim_until=now + _CLAIMED_FOR)):
            raise Overtaken

    def release(self, run: int, owner: str) -> None:
        mine = _of(run).where(bulk_delivery.c.owner == owner)
        write(self._engine, mine.values(owner=None, claim_until=None))

    def begun(self, run: int, *, now: datetime) -> None:
        write(self._engine, _of(run).values(begun_at=now))

    def settle(self, run: BulkRun, *, problem: str, keep: bool, actor: str, now: datetime) -> None:
        """The mail is out, or `problem` says why not. Unless `keep`, the passwords are wiped.

        One that may have been set but is not known to be is kept: it would be set again.
        """
        with writing(self._engine) as connection, ledger(connection, run.school) as log:
            connection.execute(_of(run.id).values(sent_at=None if problem else now, problem=problem))
            if not keep:
                wipe(log, run)
            note_finished(log, run, actor=actor, now=now)
            if not problem:
                log.note("bulk_mailed", {"run": run.id}, at=now, actor=actor)

    def fetch(self, run: BulkRun, *, actor: str, now: datetime) -> bool:
        """The sheet goes out, once: its passwords are wiped. False: it went out before, or it is too late."""
        with writing(self._engine) as connection, ledger(connection, run.school) as log:
            unfetched = _of(run.id).where(bulk_delivery.c.fetched_at.is_(None))
            fetched = connection.execute(unfetched.values(fetched_at=now))
            wipe(log, run)
            log.note("bulk_fetched", {"run": run.id}, at=now, actor=actor)
        return fetched.rowcount == 1 and now - run.created_at < VALID


def forget_passwords(engine: Engine, school: str, *, now: datetime) -> None:
    """Wipe what nobody has fetched while it held."""
    old = select(bulk_run.c.id).where(bulk_run.c.school == school, bulk_run.c.created_at < now - VALID)
    with writing(engine) as connection:
        connection.execute(update(bulk_item).where(bulk_item.c.run.in_(old)).values(secret=None))
        connection.execute(update(bulk_delivery).where(bulk_delivery.c.run.in_(old)).values(phrase=None))


def _of(run: int) -> Update:
    return update(bulk_delivery).where(bulk_delivery.c.run == run)
