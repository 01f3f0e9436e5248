"""How the passwords of resets reach the teachers, in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import InputError
from bot.ports.accounts import VALID
from bot.ports.bulk import BulkRun, BulkState, Delivery, Overtaken
from bot.store.accounts_schema import bulk_item, bulk_run
from bot.store.console_schema import bulk_delivery, console_user
from bot.store.engine import reading, writing
from bot.store.events import ledger
from bot.store.secrets import SecretBox

_CLAIMED_FOR = timedelta(minutes=2)


class SqlDeliveries:
    """Whoever works on one has claimed it."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    # ----------------------------------------------------------------- asking

    def known(self, once: str, user: int) -> int | None:
        """The reset that this form has started before."""
        with reading(self._engine) as connection:
            return connection.scalar(
                select(bulk_delivery.c.run).where(bulk_delivery.c.once == once, bulk_delivery.c.user == user)
            )

    def open(self, run: int, *, once: str, user: int, message_id: str, phrase: str) -> bool:
        """From now on the reset is to be done; False when this form has started another one before."""
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    bulk_delivery.insert().values(
                        run=run,
                        once=once,
                        user=user,
                        message_id=message_id,
                        phrase=self._box.seal(phrase),
                        problem="",
                    )
                )
        except IntegrityError:
            return False
        return True

    def of(self, school: str, run: int) -> Delivery:
        """Raises InputError when there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(bulk_delivery, bulk_run.c.school, bulk_run.c.requested_by, console_user.c.full_name)
                .join(bulk_run, bulk_run.c.id == bulk_delivery.c.run)
                .join(console_user, console_user.c.id == bulk_delivery.c.user)
                .where(bulk_run.c.school == school, bulk_delivery.c.run == run)
            ).one_or_none()
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

    def unsettled(self) -> list[tuple[str, int]]:
        """(school, reset) of all that is still to be done."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(bulk_run.c.school, bulk_run.c.id)
                .join(bulk_delivery, bulk_delivery.c.run == bulk_run.c.id)
                .where(bulk_delivery.c.sent_at.is_(None), bulk_delivery.c.problem == "")
                .order_by(bulk_run.c.id)
            )
            return [(row.school, row.id) for row in rows]

    # ----------------------------------------------------------------- working

    def claim(self, run: int, owner: str, *, now: datetime) -> bool:
        """May `owner` work on it for the next two minutes? False: another does."""
        free = or_(bulk_delivery.c.owner.is_(None), bulk_delivery.c.claim_until < now)
        with writing(self._engine) as connection:
            taken = connection.execute(
                update(bulk_delivery)
                .where(bulk_delivery.c.run == run, free)
                .values(owner=owner, claim_until=now + _CLAIMED_FOR)
            )
            return taken.rowcount == 1

    def renew(self, run: int, owner: str, *, now: datetime) -> None:
        """Two minutes more. Raises Overtaken when another has it now."""
        with writing(self._engine) as connection:
            kept = connection.execute(
                update(bulk_delivery)
                .where(bulk_delivery.c.run == run, bulk_delivery.c.owner == owner)
                .values(claim_until=now + _CLAIMED_FOR)
            )
            if kept.rowcount == 0:
                raise Overtaken

    def release(self, run: int, owner: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(bulk_delivery)
                .where(bulk_delivery.c.run == run, bulk_delivery.c.owner == owner)
                .values(owner=None, claim_until=None)
            )

    def begun(self, run: int, *, now: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(bulk_delivery).where(bulk_delivery.c.run == run).values(begun_at=now))

    def settle(self, run: BulkRun, *, problem: str, keep: bool, actor: str, now: datetime) -> None:
        """The mail is out, or `problem` says why not. Unless `keep`, the passwords are wiped.

        One that may have been set but is not known to be is kept: it would be set again.
        """
        with writing(self._engine) as connection, ledger(connection, run.school) as log:
            connection.execute(
                update(bulk_delivery)
                .where(bulk_delivery.c.run == run.id)
                .values(sent_at=None if problem else now, problem=problem)
            )
            if not keep:
                _wipe(connection, run.id)
            counts = {str(state): len(run.of(state)) for state in BulkState}
            log.note("bulk_finished", {"run": run.id, **counts}, at=now, actor=actor)
            if not problem:
                log.note("bulk_mailed", {"run": run.id}, at=now, actor=actor)

    def fetch(self, run: BulkRun, *, actor: str, now: datetime) -> bool:
        """The sheet goes out, once: its passwords are wiped. False: it went out before, or it is too late."""
        with writing(self._engine) as connection, ledger(connection, run.school) as log:
            fetched = connection.execute(
                update(bulk_delivery)
                .where(bulk_delivery.c.run == run.id, bulk_delivery.c.fetched_at.is_(None))
                .values(fetched_at=now)
            )
            _wipe(connection, run.id)
            log.note("bulk_fetched", {"run": run.id}, at=now, actor=actor)
        return fetched.rowcount == 1 and now - run.created_at < VALID


def forget_passwords(engine: Engine, school: str, *, now: datetime) -> None:
    """Wipe what nobody has fetched while it held."""
    old = select(bulk_run.c.id).where(bulk_run.c.school == school, bulk_run.c.created_at < now - VALID)
    with writing(engine) as connection:
        connection.execute(update(bulk_item).where(bulk_item.c.run.in_(old)).values(secret=None))
        connection.execute(update(bulk_delivery).where(bulk_delivery.c.run.in_(old)).values(phrase=None))


def _wipe(connection: Connection, run: int) -> None:
    connection.execute(
        update(bulk_item)
        .where(bulk_item.c.run == run, bulk_item.c.state != BulkState.SENDING)
        .values(secret=None)
    )
