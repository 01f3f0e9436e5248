"""`incidencias demo`: the whole on one machine."""

from __future__ import annotations

import logging

from rich.console import Console

from bot import logs
from bot.demo.board import rows, settled_ids
from bot.demo.live import stay
from bot.demo.samples import Writers, load_samples
from bot.demo.stage import Stage, stage
from bot.demo.table import summary, table


def run(*, once: bool, port: int | None) -> None:
    """Stay up with table and page until Ctrl-C; or handle the samples once, exit code 1 if any was left."""
    logs.configure(level=logging.WARNING)
    console = Console()
    with stage() as ready:
        if once:
            raise SystemExit(0 if _once(ready, console) else 1)
        stay(ready, console, port)


def _once(ready: Stage, console: Console) -> bool:
    """All samples, answers to our answers included; True when nothing was left undone."""
    worker = ready.house.worker()
    writers = Writers(ready.servers, load_samples())
    well, board = True, rows(ready.house.engine, ready.school.id)
    while writers.send_ready(settled_ids(board)):
        well = worker.once() and well
        board = rows(ready.house.engine, ready.school.id)
    console.print(table(board))
    console.print(summary(board))
    return well and not writers.unsent and all(row.well for row in board)
