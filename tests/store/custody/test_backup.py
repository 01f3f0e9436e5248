"""A copy holds everything, goes into either kind of database, and leaves nothing half done when killed."""

from __future__ import annotations

import multiprocessing
import os
import zipfile

import pytest
from sqlalchemy import func, select

from bot.errors import InputError
from bot.model.decision import Action
from bot.store.custody import backup as copies
from bot.store.custody.backup import backup, restore
from bot.store.engine import open_engine, reading
from bot.store.events import verify
from bot.store.migrate import migrate
from bot.store.tables.every import metadata, schema
from tests.store.making import SCHOOL, claimed, outcome


@pytest.fixture
def lived(engine, intake, desk, now):
    """A store with a renewal under way, a question and a case for a person."""
    for number, action in enumerate((Action.REGENERATE, Action.ASK, Action.ESCALATE)):
        mail = claimed(intake, desk, now, sender=f"m{number}@familias.test")
        desk.record([outcome(mail, action)], now=now)
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path}/restored.db")
    else:
        server = request.getfixturevalue("postgres")
        engine = open_engine(server.create_database(f"restored_{os.getpid()}"))
    yield engine
    engine.dispose()
    if request.param == "postgresql":
        server.drop_database(f"restored_{os.getpid()}")


def contents(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def test_a_restored_copy_is_the_same_and_lives_on(lived, empty, box, tmp_path, now):
    counts = backup(lived, tmp_path / "one.zip", now=now)
    assert counts["ticket"] == counts["mail"] == 3
    assert restore(empty, tmp_path / "one.zip") == counts
    backup(empty, tmp_path / "two.zip", now=now)
    assert contents(tmp_path / "one.zip") == contents(tmp_path / "two.zip")
    assert verify(empty, SCHOOL) == []
    intake, desk = copies_of(empty, box)
    mail = claimed(intake, desk, now, sender="nueva@familias.test")  # its number is a new one
    desk.record([outcome(mail, Action.ASK)], now=now)
    with reading(empty) as connection:
        assert connection.scalar(select(func.count()).select_from(schema.ticket)) == 4


def copies_of(engine, box):
    from bot.store.mails.desk import SqlDesk
    from bot.store.mails.intake import SqlIntake

    return SqlIntake(engine), SqlDesk(engine, box)


def test_only_the_owner_can_read_a_copy(lived, tmp_path, now):
    backup(lived, tmp_path / "one.zip", now=now)
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0


def test_a_database_in_use_is_not_overwritten(lived, tmp_path, now):
    backup(lived, tmp_path / "one.zip", now=now)
    with pytest.raises(InputError, match="no está vacía"):
        restore(lived, tmp_path / "one.zip")


@pytest.mark.parametrize("spoilt", [b"", b"PK\x03\x04 nothing", None])
def test_what_is_no_copy_changes_nothing(engine, tmp_path, spoilt):
    if spoilt is not None:
        (tmp_path / "one.zip").write_bytes(spoilt)
    with pytest.raises(InputError, match=r"one\.zip"):
        restore(engine, tmp_path / "one.zip")


def killed(target, *arguments):
    """Run in a process of its own that dies while the fourth table is dealt with."""

    def work():
        for name in ("_write", "_read"):
            step = getattr(copies, name)
            setattr(copies, name, lambda *a, step=step: os._exit(9) if a[1].name == "mail" else step(*a))
        target(*arguments)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 9


def test_killed_while_copying_the_earlier_copy_stays(lived, tmp_path, now):
    file = tmp_path / "one.zip"
    backup(lived, file, now=now)
    before = file.read_bytes()
    lived.dispose()
    killed(lambda: backup(lived, file, now=now))
    assert file.read_bytes() == before


def test_killed_while_restoring_the_database_is_still_empty(lived, empty, tmp_path, now):
    backup(lived, tmp_path / "one.zip", now=now)
    migrate(empty)
    lived.dispose()
    empty.dispose()
    killed(restore, empty, tmp_path / "one.zip")
    with reading(empty) as connection:
        for table in metadata.sorted_tables:
            assert connection.scalar(select(func.count()).select_from(table)) == 0
    restore(empty, tmp_path / "one.zip")
