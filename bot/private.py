"""What the process holds in memory (passwords, what families write) stays there: no core dumps."""

from __future__ import annotations

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def keep_memory_private() -> None:
    """For this process; a new program started by it must say so itself.

    The limit alone does not hold where dumps are piped to a collector (core(5)); not being dumpable does,
    and no other process of the same user may look into it either.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
