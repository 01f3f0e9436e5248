"""Waiting for what other processes and threads do: for states, never for times."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 120.0  #: the machine is shared and slow; it only ends a wait for what will never come


def wait_until(holds: Callable[[], T], *, every: float = 0.02, timeout: float = PATIENCE_S) -> T:
    """The first true value of `holds()`, asked again `every` so many seconds.

    Raises TimeoutError, which says what it was last.
    """
    deadline = time.monotonic() + timeout
    while not (value := holds()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {timeout} s still {value!r}")
        time.sleep(every)
    return value
