"""Mails that hang, kill or bloat the thinking are set aside alone; the others are decided."""

from __future__ import annotations

import resource
import threading
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot import spare, thinking
from bot.store.desk import SqlDesk
from bot.store.engine import open_engine, reading
from bot.store.intake import SqlIntake
from bot.store.migrate import migrate
from bot.store.schema import MailState, mail
from bot.store.secrets import SecretBox
from bot.thinking import ThinkingProcess
from tests.poisoned import SCHOOL, hanging_thinker, poisoned_thinker
from tests.servers.forks import forks
from tests.servers.waiting import PATIENCE_S, wait_until
from tests.store.making import TTL, raw

HEADS = ["", "X-Poison: kills\r\n", "X-Poison: hangs\r\n", "X-Poison: eats\r\n", ""]


@pytest.fixture(autouse=True)
def quick_starts(monkeypatch):
    """The next process is there at once; that the program begins one is seen in end_to_end."""
    monkeypatch.setattr(spare, "multiprocessing", SimpleNamespace(get_context=lambda _: forks()))


def test_poisonous_mails_among_others(tmp_path):
    url, key = f"sqlite:///{tmp_path}/store.db", Fernet.generate_key().decode()
    engine = open_engine(url)
    migrate(engine)
    intake, desk = SqlIntake(engine), SqlDesk(engine, SecretBox([key]))
    lease = intake.acquire(SCHOOL, "test", TTL)
    intake.ingest(
        lease, [raw(uid=n, sender=f"m{n}@familias.test", head=head) for n, head in enumerate(HEADS)]
    )

    def states():
        with reading(engine) as connection:
            return list(connection.scalars(select(mail.c.state).order_by(mail.c.uid)))

    decided: list[str] = []
    stop = threading.Event()
    process = ThinkingProcess(
        partial(poisoned_thinker, url, key),
        schools=lambda: [SCHOOL],
        decided=decided.append,
        broken=lambda school: desk.set_back(school, now=datetime.now(UTC)),
        patience_s=8,
    )
    watcher = threading.Thread(target=process.run, args=(stop,))
    watcher.start()
    try:
        wait_until(lambda: not {MailState.NEW, MailState.WORKING} & set(states()), every=0.1, timeout=600)
    finally:
        stop.set()
        watcher.join()
    assert states() == [MailState.QUARANTINED if "X-Poison" in head else MailState.DONE for head in HEADS]
    assert decided
    assert set(decided) == {SCHOOL}
    engine.dispose()


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


def test_the_memory_of_a_batch_is_bounded_and_that_of_a_new_index_is_not():
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with thinking._limited_memory(), pytest.raises(MemoryError):
        bytes(4 * 2**30)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
