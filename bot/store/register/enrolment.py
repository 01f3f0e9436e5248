"""The enrolment register in the database: read whole, replaced whole, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, Table, func, select, update

from bot.errors import InputError
from bot.model.register import Enrolment, Guardian, Register, Student
from bot.registry.packed import pack_guardians, pack_students
from bot.store.engine import columns_of, read_as, read_value, reading, unhurried, writing
from bot.store.events import ledger
from bot.store.register.shelf import Change, Shelf
from bot.store.tables.codec import GUARDIAN, STUDENT, Codec
from bot.store.tables.register import register_guardian, register_import, register_student
from bot.store.tables.schema import school as schools

T = TypeVar("T")

_SLICE = 1000
_SHOWN = 10  #: of the imports of the past
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would change, without changing anything; pairs are (before, after)."""

    result: ImportResult
    enrolled: int  #: pupils before
    filtered: bool  #: so many would leave that the export looks like a part of the school
    added: tuple[Student, ...]
    changed: tuple[tuple[Student, Student], ...]
    left: tuple[Student, ...]
    other_phones: tuple[tuple[Guardian, Guardian], ...]  #: their SMS would go elsewhere
    over: str  #: version of the register that was compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import of the past."""

    version: str
    at: datetime
    actor: str
    counts: Mapping[str, int]  #: fields of ImportResult


def load_register(connection: Connection, school: str) -> Register:
    """The whole register of a school; an empty one before the first import."""
    return Register(
        students=pack_students(_people(connection, register_student, STUDENT, school)),
        guardians=pack_guardians(_people(connection, register_guardian, GUARDIAN, school)),
        version=register_version(connection, school),
    )


def register_version(connection: Connection, school: str) -> str:
    """The version of the newest import; "" before the first."""
    return connection.scalar(select(schools.c.register_version).where(schools.c.school == school)) or ""


def imported_at(engine: Engine, school: str) -> datetime | None:
    """When the register was loaded last."""
    return read_value(
        engine, select(func.max(register_import.c.at)).where(register_import.c.school == school)
    )


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

    `progress` is told (steps done, steps in all). Tickets are not touched: they name pupils and accounts
    by their keys. Raises InputError, with nothing changed, when more than half of the enrolled pupils
    would leave and `may_empty` does not allow it: such an export was filtered.
    """
    with writing(engine) as connection, ledger(connection, school) as log:
        unhurried(connection)  # a large register is compared in Python
        students, guardians, new = _beside(connection, school, register)
        tick = _Steps(2 * (len(new.students) + len(new.guardians)), progress)
        change = students.compare(new.students, tick)
        number = connection.scalar(select(func.count()).where(register_import.c.school == school)) or 0
        result = _result(change, new, version=f"{now.date().isoformat()}/{number + 1}")
        active = _active_before(change, new.students)
        if _filtered(result, active) and not may_empty:
            raise InputError(
                f"Con este fichero causarían baja {result.left} de {active} alumnos: parece una exportación "
                "filtrada (un curso, una unidad). No se ha cambiado nada. Si es correcto, repítalo con "
                "--may-empty."
            )
        students.write(change, tick)
        guardians.write(guardians.compare(new.guardians, tick), tick)
        tick.finish()
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
    return result


def preview_register(engine: Engine, school: str, register: Register) -> Preview:
    """What `import_register` would change."""
    with reading(engine) as connection:
        unhurried(connection)
        students, guardians, new = _beside(connection, school, register)
        change = students.compare(new.students, _unseen)
        people = guardians.compare(new.guardians, _unseen)
        over = register_version(connection, school)
    result = _result(change, new, version="")
    enrolled = _active_before(change, new.students)
    pairs = [(change.before[key], new.students[key]) for key in change.texts if key in change.before]
    leaves = {b.id for b, a in pairs if b.enrolment is Enrolment.ACTIVE and a.enrolment is Enrolment.LEFT}
    known = [(old, new.guardians[key]) for key, old in people.before.items() if key in new.guardians]
    return Preview(
        result=result,
        enrolled=enrolled,
        filtered=_filtered(result, enrolled),
        added=tuple(new.students[key] for key in change.texts if key not in change.before),
        changed=tuple((before, after) for before, after in pairs if before.id not in leaves),
        left=tuple(before for before, _ in pairs if before.id in leaves),
        other_phones=tuple((before, after) for before, after in known if before.phones != after.phones),
        over=over,
    )


def imports(engine: Engine, school: str) -> list[Import]:
    """The latest imports, the newest first."""
    query = select(*columns_of(register_import, Import)).where(register_import.c.school == school)
    return read_as(engine, Import, query.order_by(register_import.c.at.desc()).limit(_SHOWN))


def _beside(
    connection: Connection, school: str, register: Register
) -> tuple[Shelf[Student], Shelf[Guardian], Register]:
    """What is there, and the register as it would be after this export."""
    students = Shelf(connection, register_student, STUDENT, school)
    guardians = Shelf(connection, register_guardian, GUARDIAN, school)
    gone = Register(students.lacking_in(register.students), guardians.lacking_in(register.guardians))
    return students, guardians, succeed(gone, register)


def _filtered(result: ImportResult, active: int) -> bool:
    """Does the export look like a part of the school?"""
    return active > _FEW and result.left * 2 > active


def _unseen(steps: int) -> None:
    """Nobody watches the progress."""


def succeed(old: Register, new: Register) -> Register:
    """The register after an export `new` (pure): pupils it does not name have left.

    Of `old` only those pupils and guardians count that `new` lacks.
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


def _result(change: Change[Student], new: Register, *, version: str) -> ImportResult:
    """Count what differs."""
    before, after = change.before, new.students
    changed = sum(key in before for key in change.texts)
    return ImportResult(
        version=version,
        added=len(change.texts) - changed,
        changed=changed,
        unchanged=len(after) - len(change.texts),
        left=sum(
            student.enrolment is Enrolment.ACTIVE and after[key].enrolment is Enrolment.LEFT
            for key, student in before.items()
        ),
        guardians=len(new.guardians),
    )


def _active_before(change: Change[Student], after: Mapping[str, Student]) -> int:
    same = (student for key, student in after.items() if key not in change.texts)
    return sum(s.enrolment is Enrolment.ACTIVE for s in (*change.before.values(), *same))


class _Steps:
    """Tells how many steps of all are done."""

    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self._done = 0
        self._total = total
        self._progress = progress

    def __call__(self, count: int) -> None:
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        """What needed no writing is done as well."""
        self(self._total - self._done)


def _people(connection: Connection, table: Table, codec: Codec[T], school: str) -> Iterator[T]:
    """Slice by slice: a large register never stands twice in memory."""
    query = select(table.c.data).where(table.c.school == school).execution_options(yield_per=_SLICE)
    for texts in connection.scalars(query).partitions():
        yield from codec.load_many(list(texts))
