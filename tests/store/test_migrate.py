from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, Select, Table, select, text

from bot.errors import InputError
from bot.model.decision import Action
from bot.model.register import Register
from bot.model.ticket import TicketState
from bot.store import migrate as module
from bot.store.cases.tickets import SqlTickets
from bot.store.effects.outbox import SqlOutbox
from bot.store.engine import open_engine, reading, writing
from bot.store.events import verify
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.migrate import check_schema, migrate
from bot.store.register.enrolment import import_register
from bot.store.tables.every import metadata
from tests.store.making import SCHOOL, arrive, message, outcome, raw


def differences(engine: Engine) -> list[object]:
    """What a database has otherwise than the program's tables tell."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_a_new_store_has_exactly_the_schema(engine: Engine) -> None:
    assert differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    check_schema(engine)


def test_a_database_that_was_never_migrated_is_named(tmp_path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/empty.db")
    with pytest.raises(InputError, match="aún no está creada"):
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


#: What the steps since did, undone.
BACK_TO_0013 = (
    "ALTER TABLE rules_in_force ADD COLUMN refused_at TIMESTAMP",
    "ALTER TABLE rules_in_force ADD COLUMN problems TEXT",
    "DROP INDEX ix_mail_todo",
    "ALTER TABLE mail DROP COLUMN turn",
    "CREATE INDEX ix_mail_todo ON mail (school, id) WHERE state IN ('new', 'working')",
    "DROP INDEX ix_decision_mailbox",
    "ALTER TABLE decision DROP COLUMN mailbox",
    "CREATE INDEX ix_decision_sender ON decision (sender, school, at)",
)


@pytest.fixture
def previous_store(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty store as the schema before today's made it, beside `engine` and of the same kind."""
    if engine.dialect.name == "sqlite":
        old = open_engine(f"sqlite:///{tmp_path}/previous.db")
    else:
        server = request.getfixturevalue("postgres")
        server.drop_database("previous_store")
        old = open_engine(server.create_database("previous_store"))
    with writing(old) as connection:
        metadata.create_all(connection)
        for statement in BACK_TO_0013:
            connection.exec_driver_sql(statement)
        command.stamp(module._config(connection), "0013")
    yield old
    old.dispose()


def lasting(table: Table) -> Select[Any]:
    """The rows of a table of then, in the columns that are still there."""
    return select(*(column for column in table.c if column.name in metadata.tables[table.name].c))


def contents(engine: Engine, columns_of: MetaData) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(lasting(table))), key=repr)
            for table in columns_of.sorted_tables
        }


def test_a_store_of_the_previous_schema_goes_on_with_all_it_holds(
    engine, previous_store, intake, desk, box, now
) -> None:
    """What today's program writes, in the columns of then, is what the previous one wrote."""
    import_register(engine, SCHOOL, Register({}, {}), by="test", now=now)
    actions = (Action.ESCALATE, Action.REGENERATE, Action.ASK, Action.IGNORE)
    arrive(intake, [raw(sender=f"p{n}@familias.test") for n in range(len(actions) + 1)])
    mails = desk.claim_mails(SCHOOL, len(actions), now=now)
    written = [
        outcome(m, a, message=message(m, subject="iPasen")) for m, a in zip(mails, actions, strict=True)
    ]
    desk.record(written, now=now)
    old = MetaData()
    old.reflect(previous_store)
    old.remove(old.tables["alembic_version"])
    with reading(engine) as source, writing(previous_store) as target:
        for table in old.sorted_tables:
            if rows := [dict(row) for row in source.execute(lasting(table)).mappings()]:
                target.execute(table.insert(), rows)
            if engine.dialect.name == "postgresql" and "id" in table.c:
                counter = f"pg_get_serial_sequence('{table.name}', 'id')"
                target.execute(text(f"SELECT setval({counter}, 1 + (SELECT count(*) FROM {table.name}))"))
    before = contents(previous_store, old)
    assert before["ticket"]

    with pytest.raises(InputError, match="incidencias migrate"):
        check_schema(previous_store)
    assert differences(previous_store)
    migrate(previous_store)
    check_schema(previous_store)

    assert differences(previous_store) == []
    assert contents(previous_store, old) == before
    assert verify(previous_store, SCHOOL) == []
    tickets, outbox = SqlTickets(previous_store, box), SqlOutbox(previous_store, box)
    (case,) = [row for row in tickets.queue(SCHOOL) if row.state is TicketState.OPEN]
    assert case.number == written[0].ticket
    due = outbox.claim_due(SCHOOL, 10, now=now + timedelta(minutes=1))
    assert {item.effect.secret for item in due} == {"Temporal.1", None}
    new_desk, new_intake = SqlDesk(previous_store, box), SqlIntake(previous_store)
    new_desk.recover(SCHOOL)
    (waiting,) = new_desk.claim_mails(SCHOOL, 10, now=now + timedelta(minutes=1))
    new_desk.record([outcome(waiting)], now=now + timedelta(minutes=1))
    arrive(new_intake, [raw()])
    assert len(new_desk.claim_mails(SCHOOL, 10, now=now + timedelta(minutes=2))) == 1
    assert verify(previous_store, SCHOOL) == []
