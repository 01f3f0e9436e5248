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

from bot.system.private import end_with_parent


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
    # Ctrl-C is for who starts it: the new process is born deaf to it, and a Ctrl-C just now is not lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return Spare(process, ours)


def _wait(line: Connection, imports: Sequence[str]) -> None:
    end_with_parent()
    for name in imports:
        import_module(name)
    try:
        work: Callable[[Connection], None] = line.recv()
    except EOFError:
        return
    work(line)
