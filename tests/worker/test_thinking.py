"""Mails that hold up, kill or bloat the thinking are set aside alone; the others are decided."""

from __future__ import annotations

import resource
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.store.engine import open_engine, reading
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.migrate import migrate
from bot.store.secrets import SecretBox
from bot.store.tables.schema import MailState, mail
from bot.system.beside import beside
from bot.worker import spare, thinking_process
from bot.worker.thinking import Thinker
from bot.worker.thinking_process import BATCH_S, ThinkingProcess
from tests.poisoned import SCHOOL, hanging_thinker, poisoned_thinker
from tests.servers.forks import forks
from tests.servers.waiting import PATIENCE_S, wait_until
from tests.store.making import raw

HEADS = ["", "X-Poison: kills\r\n", "X-Poison: computes\r\n", "X-Poison: eats\r\n", ""]


@pytest.fixture(autouse=True)
def quick_starts(monkeypatch):
    """The next process is there at once; that the program begins one is seen in end_to_end."""
    monkeypatch.setattr(thinking_process, "POLL_S", 0.1)
    monkeypatch.setattr(thinking_process, "_STOP_S", 0.5)
    monkeypatch.setattr(spare, "multiprocessing", SimpleNamespace(get_context=lambda _: forks()))


@pytest.fixture
def office(tmp_path):
    """A store that has these mails, one for each of HEADS given; all in one batch."""
    url, key = f"sqlite:///{tmp_path}/store.db", Fernet.generate_key().decode()
    engine = open_engine(url)
    migrate(engine)
    yield SimpleNamespace(
        engine=engine, desk=SqlDesk(engine, SecretBox([key])), thinker=partial(poisoned_thinker, url, key)
    )
    engine.dispose()


def arrive(office, heads):
    intake = SqlIntake(office.engine)
    lease = intake.acquire(SCHOOL, "test")
    intake.ingest(
        lease, [raw(uid=n, sender=f"m{n}@familias.test", head=head) for n, head in enumerate(heads)]
    )


def test_rules_edited_before_a_mail_came_decide_about_it(office):
    arrive(office, [""])

    def in_hand(_school):
        """As rules that are edited while the mail is claimed: how many are by now."""
        with reading(office.engine) as connection:
            return list(connection.scalars(select(mail.c.state))).count(MailState.WORKING)

    assert Thinker(desk=office.desk, minds=in_hand).claim(SCHOOL).mind == 1


@contextmanager
def thinking_about(office, broken, **named):
    """Yields the schools for which something was decided."""
    decided, stop = [], threading.Event()
    process = ThinkingProcess(
        office.thinker, schools=lambda: [SCHOOL], decided=decided.append, broken=broken, **named
    )
    with beside(partial(process.run, stop), stop.set):
        yield decided


def test_poisonous_mails_among_others(office):
    arrive(office, HEADS)

    def states():
        with reading(office.engine) as connection:
            return list(connection.scalars(select(mail.c.state).order_by(mail.c.uid)))

    def broken(school, guilty):
        assert guilty
        office.desk.set_back(school, now=datetime.now(UTC))

    with thinking_about(office, broken) as decided:
        wait_until(lambda: not {MailState.NEW, MailState.WORKING} & set(states()), every=0.1, timeout=600)
    assert states() == [MailState.QUARANTINED if "X-Poison" in head else MailState.DONE for head in HEADS]
    assert decided
    assert set(decided) == {SCHOOL}


@pytest.mark.parametrize(("head", "patience_s"), [("is struck", BATCH_S), ("waits", 3)])
def test_a_mail_is_not_to_blame_for_a_kill_from_outside_nor_for_a_database_that_never_answers(
    office, head, patience_s
):
    arrive(office, [f"X-Poison: {head}\r\n"])
    told = []
    with thinking_about(office, lambda *said: told.append(said), patience_s=patience_s):
        wait_until(lambda: told)
    assert told == [(SCHOOL, False)]


def test_waking_never_waits_for_a_process_that_hangs():
    """Whoever reads a mailbox would wait with it, and the worker with them."""
    stop = threading.Event()
    process = ThinkingProcess(
        hanging_thinker, schools=lambda: [SCHOOL] * 1000, decided=lambda _: None, broken=lambda _: None
    )
    watcher = threading.Thread(target=process.run, args=(stop,))
    watcher.start()
    waking = threading.Thread(target=lambda: [process.wake() for _ in range(2000)], daemon=True)
    waking.start()
    waking.join(PATIENCE_S)
    still_waiting = waking.is_alive()
    stop.set()
    watcher.join(PATIENCE_S)
    assert not still_waiting
    assert not watcher.is_alive()


def test_a_process_that_hangs_before_it_thinks_is_replaced(monkeypatch):
    """In hand it has no mail, and mails would wait."""
    started, several, stop = [], threading.Event(), threading.Event()

    def start():
        started.append(spare.start_spare())
        if len(started) > 1:
            several.set()
        return started[-1]

    monkeypatch.setattr(thinking_process, "start_spare", start)
    process = ThinkingProcess(
        hanging_thinker,
        schools=list,
        decided=print,
        broken=lambda *_: pytest.fail("no batch"),
        patience_s=0.1,
    )
    with beside(partial(process.run, stop), stop.set):
        assert several.wait(PATIENCE_S)
    assert not any(one.process.is_alive() for one in started)


def test_no_memory_for_another_process_is_not_the_end(monkeypatch):
    tried, stop = threading.Event(), threading.Event()
    failures = [OSError(12, "Cannot allocate memory")] * 2

    def start():
        if failures:
            raise failures.pop()
        tried.set()
        stop.set()
        return spare.start_spare()

    monkeypatch.setattr(thinking_process, "start_spare", start)
    process = ThinkingProcess(hanging_thinker, schools=list, decided=print, broken=print)
    with beside(partial(process.run, stop), stop.set):
        assert tried.wait(PATIENCE_S)


def test_the_memory_of_a_batch_is_bounded_and_that_of_a_new_index_is_not():
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with thinking_process._limited(60), pytest.raises(MemoryError):
        bytes(4 * 2**30)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
