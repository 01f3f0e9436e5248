"""The outbox: planned effects, each done once (DESIGN §3.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    case,
    select,
    update,
)

from bot.model.ticket import Effect, EffectKind, TicketState
from bot.ports.store import OutboxItem, StaleLease
from bot.store.effects.locked import change
from bot.store.effects.plans import EXPIRES, advance, cancel, expire_later, forget_unset, named
from bot.store.effects.texts import expect
from bot.store.engine import Found, write, writing
from bot.store.events import Ledger, ledger
from bot.store.schools import is_paused
from bot.store.secrets import SecretBox
from bot.store.tables.columns import Moment
from bot.store.tables.schema import Status, one_of, outbox

#: Outlasts any deed: after it, a deed that never ended is taken for crashed.
_CLAIMED_FOR = timedelta(minutes=5)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TO_DO = (Status.PENDING, Status.SENDING)


def due_at(now: datetime) -> ColumnElement[datetime]:
    """When an effect that is `TO_DO` may be claimed."""
    # planned when the clock ran ahead: nobody shall wait until it is that late again
    from_the_future = and_(outbox.c.created_at > now, ~EXPIRES)
    return case(
        (outbox.c.status == Status.SENDING, outbox.c.claim_until),
        (from_the_future, bindparam(None, now, Moment)),
        else_=outbox.c.not_before,
    )


class SqlOutbox:
    """bot.ports.store.Outbox."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    def claim_due(self, school: str, limit: int, *, now: datetime) -> list[OutboxItem]:
        """Due effects whose earlier steps are done; none while the school is paused.

        Raises InputError, with nothing claimed, when a secret cannot be read with today's key.
        """
        due = and_(one_of(outbox.c.status, TO_DO), due_at(now) <= now)
        with writing(self._engine) as connection:
            rows = connection.execute(
                select(outbox)
                .where(outbox.c.school == school, due, ~is_paused(school))
                .order_by(outbox.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True, of=outbox)
            ).all()
            if not rows:
                return []
            connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([row.id for row in rows]))
                .values(status=Status.SENDING, attempts=outbox.c.attempts + 1, claim_until=now + _CLAIMED_FOR)
            )
            results = _results(connection, school, {row.plan for row in rows})
            return [self._item(row, _merged(results[row.plan], before=row.step)) for row in rows]

    def _item(self, row: Found, results: Mapping[str, object]) -> OutboxItem:
        return OutboxItem(
            id=row.id,
            school=row.school,
            ticket=row.ticket,
            effect=Effect(
                kind=row.kind,
                key=row.key,
                step=row.step,
                payload=row.payload,
                secret=None if row.secret is None else self._box.open(row.secret),
            ),
            attempts=row.attempts,
            found_sending=row.status is Status.SENDING,
            begun=row.begun_at is not None,
            results=results,
        )

    def recover(self, school: str) -> int:
        """Take back what dead processes had begun, without waiting for their claims to expire.

        Only for a start at which no other process delivers for this school. Returns how many.
        """
        return write(
            self._engine,
            update(outbox)
            .where(outbox.c.school == school, outbox.c.status == Status.SENDING)
            .values(claim_until=_LONG_AGO),
        )

    def begin(self, item: OutboxItem, *, now: datetime) -> None:
        """From now on nobody knows whether the deed is done, until it is reported. Raises StaleLease."""
        if write(self._engine, update(outbox).where(_ours(item)).values(begun_at=now)) == 0:
            raise StaleLease

    def put_back(self, items: Sequence[OutboxItem]) -> None:
        """Claimed but not begun: due again at once, as if never claimed."""
        if not items:
            return
        with writing(self._engine) as connection:
            for item in items:
                again = item.found_sending  # what a crash left in `sending` stays so: to be looked up
                connection.execute(
                    update(outbox)
                    .where(_ours(item))
                    .values(
                        status=Status.SENDING if again else Status.PENDING,
                        attempts=item.attempts,
                        claim_until=_LONG_AGO if again else None,
                    )
                )

    def delivered(self, done: Sequence[tuple[OutboxItem, Mapping[str, object]]], *, now: datetime) -> None:
        """Deeds are done, with their results: one commit. Secrets are wiped, finished plans settle."""
        by_school: defaultdict[str, dict[int, Mapping[str, object]]] = defaultdict(dict)
        for item, result in done:
            by_school[item.school][item.id] = result
        for school, results in by_school.items():
            with writing(self._engine) as connection, ledger(connection, school) as log:
                _finish(log, results, now=now)

    def postponed(self, item: OutboxItem, *, error: str, retry_at: datetime) -> None:
        """Try again at `retry_at`: it was surely not done."""
        write(
            self._engine,
            update(outbox)
            .where(_ours(item))
            .values(
                status=Status.PENDING, not_before=retry_at, claim_until=None, begun_at=None, last_error=error
            ),
        )

    def failed(
        self, item: OutboxItem, *, sentence: str, detail: str, now: datetime, reason: str | None = None
    ) -> None:
        """Permanent: the later steps are called off and the ticket goes into the queue."""
        with writing(self._engine) as connection, ledger(connection, item.school) as log:
            for row in _still_sending(connection, _ours(item)):
                connection.execute(
                    update(outbox)
                    .where(outbox.c.id == row.id)
                    .values(
                        status=Status.FAILED,
                        secret=None,
                        claim_until=None,
                        last_error=detail or sentence,
                        finished_at=now,
                    )
                )
                seq = log.note("effect_failed", named(row), at=now, ticket=row.ticket)
                cancel(log, and_(outbox.c.plan == row.plan, outbox.c.step > row.step), now=now)
                forget_unset(log, {row.plan})
                changes: dict[str, object] = {} if reason is None else {"reason": reason}
                changes |= {"state": TicketState.OPEN, "problem": sentence, "deadline": now, "plan": None}
                change(log, row.ticket, seq, now=now, **changes)


def _finish(log: Ledger, results: Mapping[int, Mapping[str, object]], *, now: datetime) -> None:
    rows = _still_sending(log.connection, outbox.c.id.in_(results))
    if not rows:
        return
    log.connection.execute(
        update(outbox)
        .where(outbox.c.id == bindparam("row"))
        .values(status=Status.SENT, secret=None, claim_until=None, last_error=None, finished_at=now),
        [{"row": row.id, "result": dict(results[row.id])} for row in rows],
    )
    for row in rows:
        log.note("effect_sent", named(row), at=now, ticket=row.ticket)
        if row.kind is EffectKind.SMS:
            expect(log, row.id, row.ticket, _strings(results[row.id].get("references")), now=now)
    ends = {
        row.id: datetime.fromisoformat(until)
        for row in rows
        if row.kind is EffectKind.SET_PASSWORD
        and isinstance(until := results[row.id].get("valid_until"), str)
    }
    expire_later(log, rows, ends, now=now)
    advance(log, {row.plan for row in rows}, now=now)


def _ours(item: OutboxItem) -> ColumnElement[bool]:
    """The row, as long as nobody has claimed it after us.

    A process that was frozen knows nothing of what another one has done meanwhile: that it failed or left
    off must not undo that. That it *did* the deed counts whoever has it now.
    """
    return and_(
        outbox.c.id == item.id, outbox.c.status == Status.SENDING, outbox.c.attempts == item.attempts + 1
    )


def _still_sending(connection: Connection, these: ColumnElement[bool]) -> Sequence[Found]:
    """Of these effects, those whose deed nobody has reported yet: a late second report changes nothing."""
    return connection.execute(
        select(
            outbox.c.id,
            outbox.c.key,
            outbox.c.ticket,
            outbox.c.kind,
            outbox.c.plan,
            outbox.c.step,
            outbox.c.payload,
        )
        .where(these, outbox.c.status == Status.SENDING)
        .order_by(outbox.c.id)
        .with_for_update()
    ).all()


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _results(
    connection: Connection, school: str, plans: Collection[str]
) -> Mapping[str, list[tuple[int, Mapping[str, object]]]]:
    """Plan -> (step, result) of what is done of it, in order."""
    found: defaultdict[str, list[tuple[int, Mapping[str, object]]]] = defaultdict(list)
    for row in connection.execute(
        select(outbox.c.plan, outbox.c.step, outbox.c.result)
        .where(outbox.c.school == school, outbox.c.plan.in_(plans), outbox.c.status == Status.SENT)
        .order_by(outbox.c.step, outbox.c.id)
    ):
        found[row.plan].append((row.step, row.result or {}))
    return found


def _merged(results: Sequence[tuple[int, Mapping[str, object]]], *, before: int) -> dict[str, object]:
    """What the steps before this one found out; a later step's word counts."""
    merged: dict[str, object] = {}
    for step, result in results:
        if step < before:
            merged |= result
    return merged
