"""`incidencias demo`: the whole on one machine."""

from __future__ import annotations

from rich.console import Console

from bot.demo.board import rows, settled_ids
from bot.demo.samples import Writers, load_samples
from bot.demo.stage import Stage, stage
from bot.demo.table import summary, table


def run(*, once: bool, port: int | None) -> None:
    """Stay up with table and page until Ctrl-C; or handle the samples once, exit code 1 if any was left."""
    console = Console()
    with stage() as set_up:
        if once:
            raise SystemExit(0 if _once(set_up, console) else 1)


def _once(set_up: Stage, console: Console) -> bool:
    """All samples, answers to our answers included; True when nothing was left undone."""
    worker = set_up.house.worker()
    writers = Writers(set_up.servers, load_samples())
    well = True
    board = rows(set_up.house.engine, set_up.school.id)
    while writers.send_ready(settled_ids(board)):
        well = worker.once() and well
        board = rows(set_up.house.engine, set_up.school.id)
    console.print(table(board))
    console.print(summary(board))
    return well and not writers.unsent and all(row.well for row in board)
