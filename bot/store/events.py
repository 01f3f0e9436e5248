"""The audit trail: append-only, each event bound to the one before it by its hash.

Events hold ticket numbers, codes and the names of staff, never a family's data: so the chain stays
whole when a family's data are erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select, update

from bot.store.engine import insert, read_as, reading, writing
from bot.store.tables import schema
from bot.store.tables.columns import canonical_json

BOT = "bot"  #: the actor of what no person did
_GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened."""

    school: str
    seq: int  #: 1, 2, 3 … within the school
    at: datetime
    kind: str
    actor: str  #: "bot" or the user's name
    ticket: str | None
    data: Mapping[str, object]
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold."""

    school: str
    seq: int
    what: str  #: Spanish sentence


class Ledger:
    """One school's chain, locked until the end of the transaction; events are written at its close."""

    def __init__(self, connection: Connection, school: str, seq: int, last: str) -> None:
        self.connection = connection
        self._last = last
        self._start = seq
        self._rows: list[dict[str, object]] = []
        self.school = school

    def note(
        self,
        kind: str,
        data: Mapping[str, object] = MappingProxyType({}),
        *,
        at: datetime,
        ticket: str | None = None,
        actor: str = BOT,
    ) -> int:
        """Append an event; `data` is JSON-able. Returns its number."""
        seq = self._start + len(self._rows) + 1
        row = {"seq": seq, "at": at, "kind": kind, "actor": actor, "ticket": ticket}
        self._rows.append({**row, "data": dict(data)})
        return seq

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What raises in the block is undone, its events too, and nothing before it."""
        noted = len(self._rows)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._rows[noted:]
            raise

    def write(self) -> None:
        """Chain and insert what was noted."""
        if not self._rows:
            return
        for row in self._rows:
            row |= {"school": self.school, "prev_hash": self._last}
            row["hash"] = self._last = _digest(row)
        self.connection.execute(schema.event.insert(), self._rows)
        self.connection.execute(
            update(schema.school)
            .where(schema.school.c.school == self.school)
            .values(event_seq=self._start + len(self._rows), event_hash=self._last)
        )


@contextmanager
def ledger(connection: Connection, school: str) -> Iterator[Ledger]:
    """Open a school's ledger: whoever changes tickets holds it, *before* locking any other row.

    So changes of one school come one after another (no deadlocks, limits counted exactly), while
    schools do not wait for each other.
    """
    columns = schema.school.c
    head = select(columns.event_seq, columns.event_hash).where(columns.school == school)
    row = connection.execute(head.with_for_update()).one_or_none()
    if row is None:
        connection.execute(
            insert(connection, schema.school)
            .values(school=school, event_seq=0, event_hash=_GENESIS, register_version="")
            .on_conflict_do_nothing()
        )
        row = connection.execute(head.with_for_update()).one()
    log = Ledger(connection, school, row.event_seq, row.event_hash)
    yield log
    log.write()


def note(
    engine: Engine,
    school: str,
    kind: str,
    data: Mapping[str, object] = MappingProxyType({}),
    *,
    at: datetime,
    actor: str,
) -> None:
    """One event that changes nothing else, in a commit of its own."""
    with writing(engine) as connection, ledger(connection, school) as log:
        log.note(kind, data, at=at, actor=actor)


def events(
    engine: Engine, school: str, *, ticket: str | None = None, after: int = 0, limit: int = 1000
) -> list[Event]:
    """A school's events after number `after`, oldest first."""
    query = select(schema.event).where(schema.event.c.school == school, schema.event.c.seq > after)
    if ticket is not None:
        query = query.where(schema.event.c.ticket == ticket)
    return read_as(engine, Event, query.order_by(schema.event.c.seq).limit(limit))


def trail(
    engine: Engine,
    school: str,
    *,
    ticket: str = "",
    kind: str = "",
    actor: str = "",
    before: int | None = None,
    limit: int = 100,
) -> list[Event]:
    """A school's events below number `before`, the newest first; "" is any."""
    columns = schema.event.c
    wanted = {columns.ticket: ticket, columns.kind: kind, columns.actor: actor}
    query = select(schema.event).where(columns.school == school, *(c == v for c, v in wanted.items() if v))
    if before is not None:
        query = query.where(columns.seq < before)
    return read_as(engine, Event, query.order_by(columns.seq.desc()).limit(limit))


def verify(engine: Engine, school: str) -> list[Flaw]:
    """Every place where the chain of a school was changed, cut or reordered; [] when it is whole."""
    flaws: list[Flaw] = []
    seq, last = 0, _GENESIS
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=2000).execute(
            select(schema.event).where(schema.event.c.school == school).order_by(schema.event.c.seq)
        )
        for row in map(dict, rows.mappings()):
            if row["seq"] != seq + 1:
                flaws.append(Flaw(school, row["seq"], f"faltan los sucesos {seq + 1} a {row['seq'] - 1}"))
            elif row["prev_hash"] != last:
                flaws.append(
                    Flaw(school, row["seq"], "no continúa el suceso anterior (cambiado o de otro lugar)")
                )
            if _digest(row) != row["hash"]:
                flaws.append(Flaw(school, row["seq"], "su contenido no es el que se anotó"))
            seq, last = row["seq"], row["hash"]
        head = connection.execute(
            select(schema.school.c.event_seq, schema.school.c.event_hash).where(
                schema.school.c.school == school
            )
        ).one_or_none()
    expected = (head.event_seq, head.event_hash) if head else (0, _GENESIS)
    if (seq, last) != expected:
        flaws.append(Flaw(school, expected[0], f"el registro acaba en el suceso {seq} y falta hasta este"))
    return flaws


def _digest(row: Mapping[str, object]) -> str:
    """SHA-256 over everything that an event says and the hash of the one before it."""
    at = row["at"]
    assert isinstance(at, datetime)
    moment = at.astimezone(UTC).isoformat()
    said = [row["school"], row["seq"], moment, row["kind"], row["actor"], row["ticket"], row["data"]]
    return hashlib.sha256(f"{row['prev_hash']}{canonical_json(said)}".encode()).hexdigest()
