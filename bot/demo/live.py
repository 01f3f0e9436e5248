"""The demo that stays up: worker, page and writers side by side, and the table as it grows."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import uvicorn
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from bot.bootstrap_worker import worker_of
from bot.demo.board import settled_ids
from bot.demo.preview import build_demo
from bot.demo.samples import Writers, load_samples
from bot.demo.server import HOST
from bot.demo.stage import Stage
from bot.demo.table import plain_line, summary, table
from bot.errors import InputError
from bot.system.beside import beside
from bot.system.door import open_door

_USUAL_PORT = 8000
_LOOK_S = 0.3
_BETWEEN_MAILS_S = 0.8  #: slow enough to be watched
_FRAME_LINES = 12  #: of the terminal that the table does not get


def stay(stage: Stage, console: Console, port: int | None) -> bool:
    """Run until SIGINT or SIGTERM; True. Raises InputError when `port` is taken."""
    stop = threading.Event()
    door = listening_place(port)
    url = f"http://{HOST}:{door.getsockname()[1]}/"
    program = "incidencias" if shutil.which("incidencias") else sys.argv[0]  # `make demo`: in .venv
    with _on_signal(stop), serve_page(stage, door), running_worker(stage), _writers(stage, stop):
        welcome = Text.assemble(
            ("Escriba como una familia, o despache la cola: ", "bold"), (url, "bold underline green"), "\n",
            f"Con órdenes, desde otra ventana: {program} queue list --config {stage.config}", "\n",
            "Ctrl-C para terminar.",
        )  # fmt: skip
        if console.is_terminal:
            _watch(stage, console, welcome, stop)
        else:
            console.print(welcome, soft_wrap=True)
            _tell(stage, console, stop)
    return True


def _watch(stage: Stage, console: Console, welcome: Text, stop: threading.Event) -> None:
    """The last mails in a table that is drawn anew."""
    with Live(console=console, auto_refresh=False) as live:
        while not stop.wait(_LOOK_S):
            board = stage.board
            newest = board[-max(3, (console.height - _FRAME_LINES) // 2) :]
            live.update(Group(welcome, table(newest), summary(board)), refresh=True)


def _tell(stage: Stage, console: Console, stop: threading.Event) -> None:
    """A line for each mail that is done with, for logs and pipes."""
    told: set[int] = set()
    while not stop.wait(_LOOK_S):
        for row in stage.board:
            if row.settled and row.id not in told:
                told.add(row.id)
                console.print(plain_line(row), soft_wrap=True)


def listening_place(port: int | None) -> socket.socket:
    """Where the page will listen: the port asked for, else the usual one, else a free one.

    Raises InputError when the port asked for is taken.
    """
    for number in (port,) if port is not None else (_USUAL_PORT, 0):
        with suppress(OSError):
            return open_door(HOST, number)
    raise InputError(f"El puerto {port} está ocupado: elija otro con --port, o ninguno.")


@contextmanager
def _on_signal(stop: threading.Event) -> Iterator[None]:
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def serve_page(stage: Stage, door: socket.socket) -> Iterator[None]:
    """The pages are served at `door` while the block runs."""
    server = uvicorn.Server(
        uvicorn.Config(build_demo(stage), log_level="warning", timeout_graceful_shutdown=1)
    )
    with (
        door,
        beside(partial(server.run, [door]), partial(setattr, server, "should_exit", True), name="page"),
    ):
        yield


@contextmanager
def running_worker(stage: Stage) -> Iterator[None]:
    """The bot works while the block runs."""
    with worker_of(stage.house) as worker, beside(worker.run, worker.stop, name="worker"):
        yield


@contextmanager
def _writers(stage: Stage, stop: threading.Event) -> Iterator[None]:
    """The samples, one after the other."""
    writers = Writers(stage.servers, load_samples())

    def write() -> None:
        while writers.unsent and not stop.wait(_BETWEEN_MAILS_S):
            writers.send_ready(settled_ids(stage.board), limit=1)

    with beside(write, stop.set, name="writers"):
        yield
