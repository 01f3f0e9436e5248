"""Told to stop while it starts, a worker ends at once wherever it is, and the next one starts as if it had not been."""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import wraps
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.bootstrap import open_house
from bot.commands.worker import worker
from bot.settings.config import load_settings
from bot.system import logs
from bot.worker import spare
from tests.servers.forks import in_a_fork

#: Before it can be told in a friendlier way.
DEAF = (
    "bot.worker.spare:start_spare",
    "bot.settings.config:load_settings_file",
    "bot.bootstrap:open_house",
    "alembic.command:stamp",  # the tables are made, and not committed yet
    "bot.bootstrap_worker:worker_of",
)
#: And after.
LISTENING = (
    "bot.worker.worker:Worker.run",
    "apscheduler.schedulers.background:BackgroundScheduler.start",
    "bot.worker.thinking_process:ThinkingProcess.run",
    "bot.worker.spare:Spare.give",
    "bot.worker.worker:Worker._share",
)


def start(settings: Path, place: str, number: signal.Signals) -> None:
    """The command, which is sent a signal when it comes to this place."""
    name, _, path = place.partition(":")
    *owners, last = path.split(".")
    owner = import_module(name)
    for step in owners:
        owner = getattr(owner, step)
    whole = getattr(owner, last)

    @wraps(whole)
    def struck(*given, **named):
        os.kill(os.getpid(), number)
        return whole(*given, **named)

    setattr(owner, last, struck)
    spare.multiprocessing = SimpleNamespace(get_context=lambda _: multiprocessing.get_context("fork"))
    with settings.with_name("said").open("wb") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    logs.configure()
    worker(settings)


@pytest.mark.parametrize(
    ("place", "number"),
    [
        *((place, signal.SIGINT) for place in DEAF),
        *((place, signal.SIGTERM) for place in LISTENING),
        (LISTENING[0], signal.SIGINT),
    ],
)
def test_told_to_stop_while_it_starts(place, number, office):
    if place.startswith("alembic"):
        (office.directory / "store.db").unlink()
    ended = in_a_fork(start, office.settings, place, number)
    said = office.settings.with_name("said").read_text()
    assert ended == (-number if place in DEAF else 0), said
    assert "Traceback" not in said
    open_house(load_settings(office.settings, {}), migrating=True).engine.dispose()
