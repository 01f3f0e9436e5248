"""`incidencias demo`: the whole on one machine."""

from __future__ import annotations

import gc
import logging

from rich.console import Console

from bot.bootstrap_worker import worker_of
from bot.demo.board import rows, settled_ids
from bot.demo.live import stay
from bot.demo.samples import Writers, load_samples
from bot.demo.stage import Stage, stage
from bot.demo.table import summary, table
from bot.system import logs


def run(*, once: bool, port: int | None) -> None:
    """Stay up with table and page until Ctrl-C; or handle the samples once, exit code 1 if any was left."""
    logs.configure(level=logging.WARNING)
    console = Console()
    with stage() as ready:
        well = _once(ready, console) if once else stay(ready, console, port)
    # At its end Python would look once more through every word of the language models, for seconds: leave
    # them to the system.
    gc.freeze()
    raise SystemExit(0 if well else 1)


def _once(ready: Stage, console: Console) -> bool:
    """All samples, answers to our answers included; True when nothing was left undone."""
    worker = worker_of(ready.house)
    writers = Writers(ready.servers, load_samples())
    well, board = True, rows(ready.house.engine, ready.school.id)
    while writers.send_ready(settled_ids(board)):
        well = worker.once() and well
        board = rows(ready.house.engine, ready.school.id)
    console.print(table(board))
    console.print(summary(board))
    return well and not writers.unsent and all(row.well for row in board)
