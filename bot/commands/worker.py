"""`incidencias worker`: the unattended part."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from bot.commands.options import Config

#: What the process that thinks will need: two seconds of imports, beside those of this one.
_THINKING = ("bot.bootstrap_worker", "spacy")


def worker(
    config: Config = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Una vuelta completa y termina.")] = False,
) -> None:
    """Lee los buzones, decide, actúa y contesta, sin que nadie lo atienda."""
    # Until SIGTERM or SIGINT; or one full round, with exit code 1 when it had a failure.
    from bot.system.litter import leave_what_stays
    from bot.system.private import keep_memory_private
    from bot.worker.spare import start_spare

    keep_memory_private()
    if not once:  # while it starts, nothing is begun: Ctrl-C ends it wherever it is, no import swallows it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    spare = None if once else start_spare(_THINKING)
    from bot.bootstrap import open_house  # while the other process does the same
    from bot.bootstrap_worker import worker_of
    from bot.settings.config import load_settings_file

    with worker_of(open_house(load_settings_file(config), migrating=True), spare) as works:
        if once:
            raise SystemExit(0 if works.once() else 1)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: works.stop())
        leave_what_stays()
        if not works.run():
            sys.stdout.flush()
            os._exit(0)  # a thread that waits for a slow server would keep the process
