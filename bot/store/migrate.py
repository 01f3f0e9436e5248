"""Bring the database to the schema that this program needs.

An empty one gets the tables as `tables` tells them; one that an earlier program made takes the steps of
`migrations/` that it lacks. Whoever changes a table adds a step; a test holds both ways to end alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from bot.errors import InputError
from bot.store.engine import reading, writing
from bot.store.tables.every import metadata

_LOCK = 0x1C1DE  #: any number: two workers that start together must not both migrate


def migrate(engine: Engine) -> None:
    """Make or upgrade the schema in one transaction; does nothing when it is the newest already.

    Raises InputError when the database was made by a newer version of the program.
    """
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) is None:
            metadata.create_all(connection)
            command.stamp(_config(connection), "head")
            return
        try:
            command.upgrade(_config(connection), "head")
        except CommandError:
            raise _too_new() from None


def check_schema(engine: Engine) -> None:
    """Raises InputError, in words that say what to do, when the schema is not the program's."""
    with reading(engine) as connection:
        found = revision(connection)
    head, *older = _revisions()
    if found == head:
        return
    if found is not None and found not in older:
        raise _too_new()
    if found is None:
        raise InputError("La base de datos aún no está creada: lo hace «incidencias import RegAlum.csv».")
    raise InputError("La base de datos no está al día: ejecute «incidencias migrate».")


def revision(connection: Connection) -> str | None:
    """The schema of the database; None before it has one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _revisions() -> Sequence[str]:
    """Every schema that there has been, the newest first."""
    scripts = ScriptDirectory.from_config(_config(None))
    return tuple(script.revision for script in scripts.walk_revisions())


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def _too_new() -> InputError:
    return InputError("La base de datos es de una versión más nueva: actualice el programa.")
