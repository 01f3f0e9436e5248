"""A process that is started before its work is known, and imports meanwhile what the work will need."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess


@dataclass(frozen=True, slots=True)
class Spare:
    """The process, and this end of the line to it. It ends when the line is closed."""

    process: BaseProcess
    line: Connection

    def give(self, work: Callable[[Connection], None]) -> None:
        """What it does now, with its end of the line; picklable. A process that died stays dead."""
        with suppress(OSError):
            self.line.send(work)


def start_spare(imports: Sequence[str] = ()) -> Spare:
    """`imports`: names of modules."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_wait, args=(theirs, tuple(imports)), daemon=True)
    process.start()
    theirs.close()
    return Spare(process, ours)


def _wait(line: Connection, imports: Sequence[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it
    for name in imports:
        import_module(name)
    try:
        work: Callable[[Connection], None] = line.recv()
    except EOFError:
        return
    work(line)
