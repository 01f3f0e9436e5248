"""Processes that are ready at once: forked from one that has the program loaded and does nothing else.

To load the program anew costs seconds of a core. How a process dies, is stopped or is found out is the same
however it began; that the installed program begins by itself is proven where `Installation.worker` runs.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable
from typing import Any

from tests.servers.waiting import PATIENCE_S


@functools.cache
def forks() -> Any:
    """The way to begin them, instead of `multiprocessing` itself."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.servers.warm"])
    return context


def in_a_fork(work: Callable[..., object], *arguments: object) -> int | None:
    """Do it to its end; returns the exit code, or the number of the signal that ended it, negative."""
    process = forks().Process(target=work, args=arguments)
    process.start()
    process.join(PATIENCE_S)
    if process.is_alive():
        process.kill()
        raise TimeoutError(f"{work.__name__}{arguments} did not end")
    code: int | None = process.exitcode
    return code
