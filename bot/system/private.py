"""What only the kernel can promise about a process: its memory stays its own, and it outlives nobody."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4  # prctl(2)


def keep_memory_private() -> None:
    """No core dumps of this process (passwords, what families write); one it starts must say so itself.

    The limit alone does not hold where dumps are piped to a collector (core(5)); not being dumpable does,
    and no other process of the same user may look into it either.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_with_parent() -> None:
    """This process gets SIGTERM when the thread that started it is no more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
