"""The enrolment register in the database: read whole, replaced whole, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import accumulate, chain
from typing import TypeVar

from sqlalchemy import Connection, Engine, Table, delete, func, select, update

from bot.errors import InputError
from bot.model import Enrolment, Register
from bot.store.codec import GUARDIAN, STUDENT, Codec
from bot.store.engine import insert, writing
from bot.store.events import ledger
from bot.store.schema import register_guardian, register_import, register_student
from bot.store.schema import school as schools
from bot.store.wake import ring

T = TypeVar("T")

_SLICE = 1000
_FEW = 20  #: schools smaller than this may change entirely


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import changed; pupils."""

    version: str
    added: int
    changed: int
    unchanged: int
    left: int  #: were enrolled and are not in the export any more
    guardians: int


def load_register(connection: Connection, school: str) -> Register:
    """The whole register of a school; an empty one before the first import."""
    students = STUDENT.load_many(_texts(connection, register_student, school))
    guardians = GUARDIAN.load_many(_texts(connection, register_guardian, school))
    return Register(
        students={s.id: s for s in students},
        guardians={g.key: g for g in guardians},
        version=register_version(connection, school),
    )


def register_version(connection: Connection, school: str) -> str:
    """The version of the newest import; "" before the first."""
    return connection.scalar(select(schools.c.register_version).where(schools.c.school == school)) or ""


def import_register(
    engine: Engine,
    school: str,
    register: Register,
    *,
    by: str,
    now: datetime,
    may_empty: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Take over a new export in one transaction: pupils it no longer names are kept as having left.

    `progress` is told (rows done, rows in all). Tickets are not touched: they name pupils and accounts
    by their keys. Raises InputError, with nothing changed, when more than half of the enrolled pupils
    would leave and `may_empty` does not allow it: such an export was filtered.
    """
    with writing(engine) as connection, ledger(connection, school) as log:
        old = load_register(connection, school)
        new = succeed(old, register)
        number = connection.scalar(select(func.count()).where(register_import.c.school == school)) or 0
        result = _compare(old, new, version=f"{now.date().isoformat()}/{number + 1}")
        active = sum(s.enrolment is Enrolment.ACTIVE for s in old.students.values())
        if active > _FEW and result.left * 2 > active and not may_empty:
            raise InputError(
                f"Con este fichero causarían baja {result.left} de {active} alumnos: parece una exportación "
                "filtrada (un curso, una unidad). No se ha cambiado nada. Si es correcto, repítalo con "
                "--may-empty."
            )
        total = len(new.students) + len(new.guardians)
        written = _write(connection, school, register_student, STUDENT, old.students, new.students)
        written = chain(
            written, _write(connection, school, register_guardian, GUARDIAN, old.guardians, new.guardians)
        )
        for done in accumulate(written):
            if progress is not None:
                progress(done, total)
        counts = {name: value for name, value in asdict(result).items() if name != "version"}
        log.note("register_imported", {"version": result.version, **counts}, at=now, actor=by)
        connection.execute(
            register_import.insert().values(
                school=school, version=result.version, at=now, actor=by, counts=counts
            )
        )
        connection.execute(
            update(schools).where(schools.c.school == school).values(register_version=result.version)
        )
    ring(engine)
    return result


def succeed(old: Register, new: Register) -> Register:
    """The register after an export `new` (pure): pupils it does not name have left.

    They keep their guardians, so that a mail about a former pupil is still understood (POLICY row 11).
    A guardian of today has the phones and addresses of today's rows only.
    """
    left = {
        key: replace(student, enrolment=Enrolment.LEFT)
        for key, student in old.students.items()
        if key not in new.students
    }
    guardians = dict(new.guardians)
    for student in left.values():
        for key in student.guardians:
            known = guardians.get(key)
            if known is None and key in old.guardians:
                known = replace(old.guardians[key], students=())
            if known is not None:
                guardians[key] = replace(known, students=(*known.students, student.id))
    return Register(students={**left, **new.students}, guardians=guardians)


def _compare(old: Register, new: Register, *, version: str) -> ImportResult:
    """Count what differs."""
    before, after = old.students, new.students
    changed = sum(key in before and before[key] != student for key, student in after.items())
    added = len(after.keys() - before.keys())
    return ImportResult(
        version=version,
        added=added,
        changed=changed,
        unchanged=len(after) - changed - added,
        left=sum(
            student.enrolment is Enrolment.ACTIVE and after[key].enrolment is Enrolment.LEFT
            for key, student in before.items()
        ),
        guardians=len(new.guardians),
    )


def _write(
    connection: Connection,
    school: str,
    table: Table,
    codec: Codec[T],
    before: Mapping[str, T],
    after: Mapping[str, T],
) -> Iterator[int]:
    """Drop the rows that are gone and write those that differ; yields how many rows each slice took."""
    key = table.c[1]
    gone = sorted(before.keys() - after.keys())
    for start in range(0, len(gone), _SLICE):
        here = key.in_(gone[start : start + _SLICE])
        connection.execute(delete(table).where(table.c.school == school, here))
    keys = sorted(after)
    for start in range(0, len(keys), _SLICE):
        part = keys[start : start + _SLICE]
        rows = [
            {"school": school, key.name: k, "data": codec.dump(after[k])}
            for k in part
            if before.get(k) != after[k]
        ]
        if rows:
            statement = insert(connection, table)
            data = {"data": statement.excluded.data}
            connection.execute(
                statement.on_conflict_do_update(index_elements=["school", key.name], set_=data), rows
            )
        yield len(part)


def _texts(connection: Connection, table: Table, school: str) -> list[str]:
    return list(connection.scalars(select(table.c.data).where(table.c.school == school)))
