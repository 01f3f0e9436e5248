"""Threads that go on until nobody wants them any more: one that ends before its time is begun anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Member:
    name: str
    work: Callable[[], object]
    wanted: Callable[[], bool]
    thread: threading.Thread | None = None

    def at_work(self) -> bool:
        return self.thread is not None and self.thread.is_alive()


class Crew:
    """Every loop of the worker catches what it expects. What nobody expected (no memory, no more threads, an
    exit from a library) would end it silently, and mails would wait while all looks well.
    """

    def __init__(self) -> None:
        self._members: list[_Member] = []
        self._changing = threading.Lock()

    def add(self, name: str, work: Callable[[], object], wanted: Callable[[], bool]) -> None:
        """`work` returns by itself when it is no longer `wanted`; begun at once."""
        with self._changing:
            self._members.append(_Member(name, work, wanted))
        self.look()

    def look(self) -> None:
        """Begin anew whatever has ended; one that cannot be begun now is at the next look."""
        with self._changing:
            self._members = [m for m in self._members if m.wanted() or m.at_work()]
            for member in self._members:
                if not member.at_work():
                    _begin(member)

    def end(self, until: Callable[[], float]) -> list[str]:
        """Wait for all of them, `until()` more seconds in all; returns the names of those still at work."""
        with self._changing:
            members = list(self._members)
        for member in members:
            if member.thread is not None:
                member.thread.join(until())
        return [member.name for member in members if member.at_work()]


def _begin(member: _Member) -> None:
    thread = threading.Thread(target=_work, args=(member,), name=member.name, daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the system gives no more threads
        log.exception("thread_not_begun", thread=member.name)
        return
    member.thread = thread


def _work(member: _Member) -> None:
    """Its work; of what ends it too early the log holds kind and place, Python would print its words."""
    try:
        member.work()
    except BaseException:
        log.exception("thread_ended", thread=member.name)
    else:
        if member.wanted():
            log.error("thread_ended", thread=member.name)
