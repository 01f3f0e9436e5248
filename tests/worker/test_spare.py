"""A process that was started before its work was known."""

from __future__ import annotations

import os
from functools import partial
from types import SimpleNamespace

import pytest

from bot.worker import spare
from bot.worker.spare import start_spare
from tests.servers.forks import forks
from tests.servers.waiting import PATIENCE_S


@pytest.fixture(autouse=True)
def quick_starts(monkeypatch):
    monkeypatch.setattr(spare, "multiprocessing", SimpleNamespace(get_context=lambda _: forks()))


def tell(word, line):
    line.send((word, os.getpid()))


def test_it_does_the_work_that_it_is_given():
    ready = start_spare(["json"])
    ready.give(partial(tell, "done"))
    assert ready.line.poll(PATIENCE_S)
    assert ready.line.recv() == ("done", ready.process.pid)
    ready.process.join(PATIENCE_S)
    assert ready.process.exitcode == 0


def test_it_ends_when_no_work_comes():
    ready = start_spare()
    ready.line.close()
    ready.process.join(PATIENCE_S)
    assert ready.process.exitcode == 0


def test_work_for_a_process_that_died_is_not_done():
    ready = start_spare(["no_such_module_anywhere"])
    ready.process.join(PATIENCE_S)
    ready.give(partial(tell, "done"))
    assert ready.process.exitcode == 1
    with pytest.raises(EOFError):
        ready.line.recv()
