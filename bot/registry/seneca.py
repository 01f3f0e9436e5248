"""Séneca's enrolment export (RegAlum), read into a Register and a report of its quality.

Format and pitfalls: data/seneca-export §3 and §4.
"""

from __future__ import annotations

import gc
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

from bot.errors import InputError, why
from bot.model.register import Register, Student
from bot.registry.catalogue import find_issues
from bot.registry.checks import Export
from bot.registry.columns import Column, find_columns
from bot.registry.containers import Table, open_table
from bot.registry.people import People, Sighting, join_people
from bot.registry.quality import ImportReport, Source
from bot.registry.records import Record, read_record
from bot.registry.years import PupilRows, choose_rows

Progress = Callable[[int, int], None]  #: (rows done, rows in all)
_PROGRESS_EVERY = 500  # rows


def read_export(
    path: Path, *, country: str = "ES", progress: Progress | None = None
) -> tuple[Register, ImportReport]:
    """Read an export in any of its containers.

    Raises InputError with one Spanish sentence when the file is no such export or cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"No se puede leer «{path}»: {why(error)}.") from None
    return read_content(content, path.name, country=country, progress=progress)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Millions of small values without a cycle: looking at them again and again costs a third."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_no_garbage_collection()
def read_content(
    content: bytes, name: str, *, country: str = "ES", progress: Progress | None = None
) -> tuple[Register, ImportReport]:
    """The same of a file's bytes; `name` is what it is called in the report. Raises InputError."""
    table = open_table(content, name)
    columns = find_columns(table.header, name)
    records, skipped = _read_records(table, columns, country, progress)
    if not records:
        raise InputError(
            f"Ninguna fila de «{name}» se puede leer: tienen celdas de más o les falta el «Nº Id. Escolar»."
            if skipped
            else f"«{name}» no contiene ningún alumno: solo está la cabecera."
        )
    version = hashlib.sha256(content).hexdigest()[:12]
    register, rows, people = build_register(records, version)
    source = Source(
        file=name,
        container=table.container,
        encoding=table.encoding,
        rows=len(records),
        skipped=tuple(skipped),
        columns_missing=tuple(str(c) for c in Column if c not in columns),
    )
    issues = find_issues(Export(source, rows, register, people))
    return register, ImportReport.of(source, register, issues)


def _read_records(
    table: Table, columns: Mapping[Column, int], country: str, progress: Progress | None
) -> tuple[list[Record], list[int]]:
    """Every row as a record, and the lines that could not be read."""
    records: list[Record] = []
    skipped: list[int] = []
    width = len(table.header)
    pick = itemgetter(*[columns.get(column, -1) for column in Column])  # -1: the empty cell at the end
    for done, row in enumerate(table.rows, 1):
        cells = [*row.cells, *[""] * (width - len(row.cells) + 1)]
        # A separator inside an unquoted cell shifts all that follows: phones would change owners.
        shifted = len(row.cells) > width
        record = None if shifted else read_record(row.line, cells, pick, country)
        if record:
            records.append(record)
        else:
            skipped.append(row.line)
        if progress and done % _PROGRESS_EVERY == 0:
            progress(done, max(done, table.lines))
    if progress:
        progress(len(records) + len(skipped), len(records) + len(skipped))
    return records, skipped


def build_register(
    records: Sequence[Record], version: str
) -> tuple[Register, Mapping[str, PupilRows], People]:
    """Pupils with their latest rows, guardians joined over them."""
    rows = choose_rows(records)
    sightings = [
        Sighting(
            row=record.line,
            student=record.student,
            dni=block.dni,
            name=block.name,
            phones=block.phone.phones,
            emails=block.emails,
            current=pupil.current,
            guards=record in pupil.decisive,
        )
        for pupil in rows.values()
        for record in pupil.rows
        for block in record.guardians
    ]
    people = join_people(sightings)
    guardians_of: dict[str, list[str]] = defaultdict(list)
    for sighting, key in zip(sightings, people.keys, strict=True):
        if sighting.guards:
            guardians_of[sighting.student].append(key)
    students = {i: _student(pupil, tuple(dict.fromkeys(guardians_of[i]))) for i, pupil in rows.items()}
    return Register(students, people.guardians, version), rows, people


def _student(pupil: PupilRows, guardians: tuple[str, ...]) -> Student:
    main = pupil.decisive[0]
    return Student(
        id=main.student,
        name=main.name,
        enrolment=pupil.enrolment,
        year=main.year,
        official_course=main.course,
        units=tuple(dict.fromkeys([r.unit for r in pupil.decisive if r.unit])),
        guardians=guardians,
        phones=frozenset([p for r in pupil.decisive for p in r.phone.phones]),
        emails=frozenset([e for r in pupil.decisive for e in r.emails]),
        born=main.born,
    )
