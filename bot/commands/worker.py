"""`incidencias worker`: the unattended part."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.bootstrap import open_house
from bot.config import load_settings_file
from bot.private import keep_memory_private


def run(config: Path | None, *, once: bool) -> None:
    """Run for ever (until SIGTERM or SIGINT), or one full round; exit code 1 when the round had a failure."""
    keep_memory_private()
    worker = open_house(load_settings_file(config), migrating=True).worker()
    if once:
        raise SystemExit(0 if worker.once() else 1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    if not worker.run():
        sys.stdout.flush()
        os._exit(0)  # a thread that waits for a slow server would keep the process
