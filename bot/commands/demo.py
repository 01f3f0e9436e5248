"""`incidencias demo`: the whole on one machine."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from bot.demo.stage import Stage


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Atiende los correos de muestra, enseña la tabla y termina.")
    ] = False,
    port: Annotated[
        int | None, typer.Option("--port", help="Puerto de la página; sin él, 8000 o uno libre.")
    ] = None,
) -> None:
    """Todo en este ordenador, sin configurar nada: un centro inventado, sus correos y una página."""
    # With table and page until Ctrl-C; or the samples once, with exit code 1 if any of them was left.
    import logging

    from rich.console import Console

    from bot.demo.live import stay
    from bot.demo.stage import stage
    from bot.system import logs

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
    from bot.bootstrap_worker import worker_of
    from bot.demo.board import settled_ids
    from bot.demo.samples import Writers, load_samples
    from bot.demo.table import summary, table

    writers = Writers(ready.servers, load_samples())
    well, board = True, ready.board
    with worker_of(ready.house) as worker:
        while writers.send_ready(settled_ids(board)):
            well = worker.once() and well
            board = ready.board
    console.print(table(board))
    console.print(summary(board))
    return well and not writers.unsent and all(row.well for row in board)
