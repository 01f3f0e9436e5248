"""The whole database in one file, and back: the same state, in SQLite or PostgreSQL alike.

A ZIP with one line of JSON a row for every table. Secrets in it are encrypted as they are in the database;
the key is not in it. A copy of one kind of database can be restored into the other.
"""

from __future__ import annotations

import json
import os
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, LargeBinary, Table, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import InputError, why
from bot.store.engine import snapshot, writing
from bot.store.migrate import migrate, revision
from bot.store.tables.columns import Moment
from bot.store.tables.every import metadata

_MANIFEST = "manifest.json"
_FORMAT = 1
_AT_ONCE = 500  #: rows of one INSERT


def backup(engine: Engine, file: Path, *, now: datetime) -> Mapping[str, int]:
    """Write everything as it is at one moment, others may go on working; returns rows by table.

    A copy that was cut off leaves the earlier file as it was. Raises InputError when it cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    counts: dict[str, int] = {}
    try:
        with (
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
            snapshot(engine) as connection,
        ):
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in metadata.sorted_tables:
                    counts[table.name] = _write(connection, table, archive)
                manifest = {
                    "format": _FORMAT,
                    "schema": revision(connection),
                    "at": now.astimezone(UTC).isoformat(),
                    "rows": counts,
                }
                archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"No se puede escribir la copia en {file}: {why(error)}.") from error
    return counts


def restore(engine: Engine, file: Path) -> Mapping[str, int]:
    """Put a copy into an empty database, all or nothing; returns rows by table.

    Raises InputError when the file is no copy, is of another version, or the database is not empty.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            migrate(engine)
            with writing(engine) as connection:
                _check(connection, manifest)
                for table in metadata.sorted_tables:
                    _read(connection, table, archive)
                _count_on(connection)
    except FileNotFoundError:
        raise InputError(f"No existe el fichero {file}.") from None
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise InputError(
            f"{file.name} no es una copia de «incidencias backup», o está dañada: no se ha cambiado nada."
        ) from None
    except SQLAlchemyError as error:
        raise InputError(
            f"La copia no se puede cargar: no se ha cambiado nada ({type(error).__name__})."
        ) from error
    rows: Mapping[str, int] = manifest["rows"]
    return rows


def _check(connection: Connection, manifest: Mapping[str, Any]) -> None:
    if manifest["format"] != _FORMAT or manifest["schema"] != revision(connection):
        raise InputError(
            "La copia es de otra versión del programa: instale la versión con la que se hizo "
            f"(esquema {manifest['schema']}), restáurela y actualice después."
        )
    held = [t.name for t in metadata.sorted_tables if connection.scalar(select(func.count()).select_from(t))]
    if held:
        raise InputError(
            "La base de datos no está vacía: restaure en una nueva (otro [store] url), "
            "compruébela y cambie después la configuración."
        )


def _write(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    count = 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
        for row in rows.mappings():
            lines.write(json.dumps({k: _plain(v) for k, v in row.items()}).encode() + b"\n")
            count += 1
    return count


def _read(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    with archive.open(f"{table.name}.jsonl") as lines:
        rows = ({k: _value(table.c[k], v) for k, v in json.loads(line).items()} for line in lines)
        while some := list(islice(rows, _AT_ONCE)):
            connection.execute(table.insert(), some)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _value(column: Column[Any], told: Any) -> object:
    if told is not None and isinstance(column.type, Moment):
        return datetime.fromisoformat(told)
    return b64decode(told) if told is not None and isinstance(column.type, LargeBinary) else told


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers its rows by sequences, which know nothing of rows that bring their number."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if name is not None:
                top = connection.scalar(select(func.max(column)))
                connection.execute(
                    text("SELECT setval(:name, :top, :called)"),
                    {"name": name, "top": top or 1, "called": top is not None},
                )
