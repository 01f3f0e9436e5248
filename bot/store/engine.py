"""One way to open the database and to read and write in it; SQLite and PostgreSQL differ only here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, Table, UpdateBase, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.types import Double

from bot.errors import InputError

T = TypeVar("T")
Query = Select[*tuple[Any, ...]]
Found = Row[*tuple[Any, ...]]

_BUSY_S = 30  #: how long one SQLite writer waits for another
#: What a process has locked that is frozen in mid-transaction, or whose machine is gone, must be free before
#: its lease (30 s) runs out: the server ends the session, and what was not committed is undone.
_FROZEN_S = 20
#: A server that has gone without a word (its machine, a firewall) is noticed as soon; libpq would wait for
#: two hours, and a worker with it. What the URL says counts more.
_SILENT = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": f"{_FROZEN_S}000",
}
_READ_ONLY = "incidencias_read_only"


def open_engine(url: str) -> Engine:
    """The database of a `[store] url`. Raises InputError when the URL cannot be used."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError(
            "[store] url no es una dirección de base de datos, como sqlite:///var/incidencias.db."
        ) from None
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise InputError(
                    "[store] url: SQLite necesita un fichero, p. ej. sqlite:///var/incidencias.db"
                )
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed, connect_args={"timeout": _BUSY_S}, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            engine = create_engine(
                parsed,
                connect_args={name: told for name, told in _SILENT.items() if name not in parsed.query},
                pool_pre_ping=True,
                hide_parameters=True,
            )
            event.listen(engine, "connect", _prepare_postgresql)
            return engine
        case other:
            raise InputError(f"[store] url: «{other}» no se admite; use sqlite:/// o postgresql://")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Per connection: we say ourselves where a transaction begins; readers and the writer go side by side.

    FULL, not NORMAL: in WAL mode NORMAL survives kill -9, but a power cut may take back a commit after
    the mail was already moved or the SMS sent. One fsync a batch is what "nothing lost" costs.
    """
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{_FROZEN_S}s'")
    connection.commit()


def unhurried(connection: Connection) -> None:
    """This transaction may think for minutes between two statements: it is a person's, not a worker's."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: it never finds halfway that another came first."""
    reads = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    with engine.connect().execution_options(**{_READ_ONLY: True}) as connection, connection.begin():
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A long read of everything as it is at one moment, while others go on writing."""
    options: dict[str, Any] = {_READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        unhurried(connection)
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: committed at the end, rolled back by an exception."""
    with engine.begin() as connection:
        yield connection


def read_rows(engine: Engine, query: Query) -> Sequence[Found]:
    """The rows that one query finds, in a transaction of its own."""
    with reading(engine) as connection:
        return connection.execute(query).all()


def read_row(engine: Engine, query: Query) -> Found | None:
    """The one row that a query finds, or none."""
    with reading(engine) as connection:
        return connection.execute(query).one_or_none()


def read_as(engine: Engine, kind: Callable[..., T], query: Query) -> list[T]:
    """The same, each row as a value whose fields are called as the columns."""
    with reading(engine) as connection:
        return [kind(**row) for row in connection.execute(query).mappings()]


def read_values(engine: Engine, query: Query) -> list[Any]:
    """The same of a query for one column."""
    with reading(engine) as connection:
        return list(connection.scalars(query))


def read_value(engine: Engine, query: Query) -> Any | None:
    """The first column of the first row; None without a row."""
    with reading(engine) as connection:
        return connection.scalar(query)


def write(engine: Engine, statement: UpdateBase, each: Sequence[Mapping[str, object]] | None = None) -> int:
    """One statement (for `each` of these parameters), committed; returns how many rows it met."""
    with writing(engine) as connection:
        return connection.execute(statement, each).rowcount


def columns_of(table: Table, kind: type[Any]) -> list[ColumnElement[Any]]:
    """The columns that are called as fields of a dataclass."""
    return [table.c[field.name] for field in fields(kind) if field.name in table.c]


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """INSERT with ON CONFLICT, which both databases write alike."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement: postgresql.Insert | sqlite.Insert = dialect.insert(table)
    return statement


class database_seconds(ColumnElement[float]):  # noqa: N801 - reads as the SQL function it is
    """Now on the database's own clock, in seconds since 1970: leases must not depend on workers' clocks."""

    type = Double()
    inherit_cache = True


@compiles(database_seconds, "sqlite")
def _sqlite_seconds(_element: database_seconds, _compiler: SQLCompiler, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_seconds, "postgresql")
def _postgresql_seconds(_element: database_seconds, _compiler: SQLCompiler, **_options: Any) -> str:
    return "extract(epoch FROM clock_timestamp())::double precision"
