from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from bot.errors import InputError
from bot.store.engine import open_engine, writing
from bot.store.migrate import check_schema, migrate
from bot.store.schema import metadata


def test_migrations_build_exactly_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    check_schema(engine)


def test_a_database_that_was_never_migrated_is_named(tmp_path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/empty.db")
    with pytest.raises(InputError, match="incidencias migrate"):
        check_schema(engine)
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    for call in (check_schema, migrate):
        with pytest.raises(InputError, match="más nueva"):
            call(engine)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("not a url", "no es una dirección"),
        ("sqlite://", "necesita un fichero"),
        ("mysql://localhost/x", "no se admite"),
    ],
)
def test_an_unusable_url_is_explained(url: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_engine(url)
