"""`incidencias worker`: the unattended part."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.system.litter import leave_what_stays
from bot.system.private import keep_memory_private
from bot.worker.spare import start_spare

#: What the process that thinks will need: two seconds of imports, beside those of this one.
_THINKING = ("bot.bootstrap_worker", "spacy")


def run(config: Path | None, *, once: bool) -> None:
    """Run for ever (until SIGTERM or SIGINT), or one full round; exit code 1 when the round had a failure."""
    keep_memory_private()
    if not once:  # while it starts, nothing is begun: Ctrl-C ends it wherever it is, no import swallows it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    spare = None if once else start_spare(_THINKING)
    from bot.bootstrap import open_house  # noqa: PLC0415 - while the other process does the same
    from bot.bootstrap_worker import worker_of  # noqa: PLC0415 - the same
    from bot.settings.config import load_settings_file  # noqa: PLC0415 - imports the settings

    worker = worker_of(open_house(load_settings_file(config), migrating=True), spare)
    if once:
        raise SystemExit(0 if worker.once() else 1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    leave_what_stays()
    if not worker.run():
        sys.stdout.flush()
        os._exit(0)  # a thread that waits for a slow server would keep the process
