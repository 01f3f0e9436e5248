"""An event between threads that can be awaited together with a socket: nobody has to look now and then."""

from __future__ import annotations

import os
import select
import weakref
from collections.abc import Collection
from contextlib import suppress
from typing import Protocol


class HasFile(Protocol):
    """A socket, a pipe, a bell."""

    def fileno(self) -> int: ...


class Bell:
    """Like threading.Event, over a file descriptor (eventfd(2)); `set` is safe in a signal handler."""

    def __init__(self) -> None:
        self._file = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        weakref.finalize(self, os.close, self._file)

    def fileno(self) -> int:
        return self._file

    def set(self) -> None:
        os.eventfd_write(self._file, 1)

    def clear(self) -> None:
        with suppress(BlockingIOError):  # it has not rung
            os.eventfd_read(self._file)

    def is_set(self) -> bool:
        return self.wait(0)

    def wait(self, timeout: float) -> bool:
        """At most so many seconds; True when it has rung."""
        return self in first_of((self,), timeout)


def first_of(sources: Collection[HasFile], timeout: float) -> set[HasFile]:
    """Those that have something to say, as soon as one has; none after `timeout` seconds."""
    by_file = {source.fileno(): source for source in sources}
    poller = select.poll()
    for file in by_file:
        poller.register(file, select.POLLIN)
    return {by_file[file] for file, _ in poller.poll(max(0.0, timeout) * 1000)}
