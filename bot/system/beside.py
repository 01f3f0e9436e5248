"""Work in a thread of its own for as long as a block runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(
    work: Callable[[], object], end: Callable[[], object], *, name: str | None = None
) -> Iterator[None]:
    """`work` goes on while the block runs; `end` tells it to return, and is waited for."""
    thread = threading.Thread(target=work, name=name)
    thread.start()
    try:
        yield
    finally:
        end()
        thread.join()
