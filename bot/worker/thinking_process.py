"""Thinking in a process of its own.

It leaves the other core to reading and sending, and it can be watched from outside: a mail that takes more of
the processor or of memory than any mail may, costs that process and not the worker. The kernel keeps both
budgets (setrlimit(2)).
"""

from __future__ import annotations

import math
import resource
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from bot.system import logs
from bot.system.litter import leave_what_stays
from bot.system.private import keep_memory_private
from bot.worker.post import POLL_S
from bot.worker.spare import Spare, start_spare
from bot.worker.thinking import Thinker

#: A batch takes less than a second, and may wait half a minute for the database (an import holds it), or for
#: a machine that has too much to do; the index of a whole region takes a minute. Who is silent for longer
#: will be for ever.
BATCH_S = 300.0
#: What a batch may compute beyond a second a mail; a slow machine needs half a second for the worst of mails.
BATCH_CPU_S = 10
BATCH_BYTES = 2**30  #: memory that one batch may take beyond what the process held before it
#: From one look at every school (its rules may be edited) to the next; else only where mails wait.
_ALL_S = 120.0
_STOP_S = 8.0  #: how long a batch in hand may still take at the end
_LOOK_S = 0.5

log = structlog.get_logger(__name__)


class Word(Enum):
    """What the process that thinks says beside (school, whether its batch begins or ends)."""

    READ = auto()  #: the next message may come
    NOTHING_TO_DO = auto()  #: said again and again: so one that hangs is told from one that waits for mails


def think_for_ever(build: Callable[[], Thinker], line: Connection) -> None:
    """Until the other end hangs up: receives the schools to think for, tells what is begun and decided."""
    for number in (signal.SIGTERM, signal.SIGINT):  # the worker is told, and hangs up
        signal.signal(number, signal.SIG_IGN)
    _die_first()
    keep_memory_private()
    logs.configure()
    thinker = build()
    schools: Collection[str] = ()
    busy: Collection[str] = ()  # had mails a moment ago
    all_at, settled = 0.0, 0
    try:
        while True:
            woken = False
            while line.poll(0 if busy or woken else POLL_S):
                told = line.recv()
                line.send(Word.READ)
                all_at, schools, woken = (all_at if told == schools else 0.0), told, True
            chosen: Collection[str] = {*busy, *_waiting(thinker, schools)}
            if time.monotonic() >= all_at:
                chosen, all_at = schools, time.monotonic() + _ALL_S
            busy = [school for school in schools if school in chosen and _think_aloud(thinker, school, line)]
            if not busy:
                line.send(Word.NOTHING_TO_DO)
            elif thinker.made() != settled:  # a mind is loaded, or another since rules or register changed
                leave_what_stays()
                settled = thinker.made()
    except (EOFError, BrokenPipeError):
        return


def _waiting(thinker: Thinker, schools: Collection[str]) -> Collection[str]:
    try:
        return thinker.waiting(schools)
    except Exception:  # the database is away
        log.exception("thinking_failed")
        return ()


def _think_aloud(thinker: Thinker, school: str, line: Connection) -> bool:
    try:
        batch = thinker.claim(school)
        if batch is None:
            return False
        line.send((school, True))
        with _limited(BATCH_CPU_S + len(batch.mails)):
            thinker.decide(batch)
        line.send((school, False))
    except (EOFError, BrokenPipeError):
        raise
    except Exception:  # one failing school (a broken import, a hiccup of the database) stops no other
        log.exception("thinking_failed", school=school)
        line.send((school, False))
        return False
    return True


def _die_first() -> None:
    """When the machine's memory runs out, this process is taken, and not the worker, which begins another."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


@contextmanager
def _limited(cpu_s: int) -> Iterator[None]:
    """Beyond what the process holds now (index, model) and what a batch may need, MemoryError; beyond `cpu_s`
    seconds of the processor, its end.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        yield
        return
    held = next(line for line in status.read_text().splitlines() if line.startswith("VmData:"))
    limits = {
        resource.RLIMIT_DATA: int(held.split()[1]) * 1024 + BATCH_BYTES,
        resource.RLIMIT_CPU: math.ceil(time.process_time()) + cpu_s,
    }
    before = {which: resource.getrlimit(which) for which in limits}
    for which, most in limits.items():
        resource.setrlimit(which, (most, before[which][1]))
    try:
        yield
    finally:  # a new index over a large register may need more
        for which, both in before.items():
            resource.setrlimit(which, both)


# --------------------------------------------------------------------------- and who watches it


class ThinkingProcess:
    """A `Thinker` in a process of its own; another one takes over when it dies or hangs."""

    def __init__(
        self,
        build: Callable[[], Thinker],
        *,
        schools: Callable[[], Collection[str]],
        decided: Callable[[str], None],
        broken: Callable[[str, bool], None],
        patience_s: float = BATCH_S,
        first: Spare | None = None,
    ) -> None:
        """`schools` are those to think for now; `build` is called in the other process (spawned, so it must
        be picklable); `decided` is called after each batch, `broken` when one ended with its process, and
        told whether the batch is to blame; `first` is a process that was started before.
        """
        self._build = build
        self._schools = schools
        self._decided = decided
        self._broken = broken
        self._patience_s = patience_s
        self._spare = first
        self._line: Connection | None = None
        self._telling = threading.Lock()
        self._unread = self._news = False

    def wake(self) -> None:
        """Mails are waiting, or the schools have changed. Never waits for the other process."""
        with self._telling:
            self._news = True
            self._tell()

    def _tell(self, *, read: bool = False) -> None:
        """Send the news; at most one message lies unread in the line, which must never be full."""
        self._unread = self._unread and not read
        if self._line is None or self._unread or not self._news:
            return
        self._unread, self._news = True, False
        try:
            self._line.send(tuple(self._schools()))
        except OSError:  # it has just died: the next one is told at its start
            log.warning("thinking_process_gone")

    def run(self, stop: threading.Event) -> None:
        """Keep it running until `stop`."""
        while not stop.is_set():
            try:
                self._live(stop)
            except Exception:  # no memory for another process, no more processes
                log.exception("thinking_process_lost")
            stop.wait(POLL_S)

    def _live(self, stop: threading.Event) -> None:
        """One process, from its start to its end."""
        spare, self._spare = self._spare or start_spare(), None
        process, ours = spare.process, spare.line
        in_hand: str | None = None
        try:
            spare.give(partial(think_for_ever, self._build))
            with self._telling:
                self._line, self._unread = ours, False
            self.wake()
            in_hand = self._follow(ours, stop)
        finally:
            with self._telling:
                self._line = None
            ours.close()
            process.join(_STOP_S if stop.is_set() and in_hand is not None else _LOOK_S)
            process.kill()
            process.join()
        if not stop.is_set():
            log.error("thinking_process_died", school=in_hand, code=process.exitcode)
            if in_hand is not None:  # killed by us, somebody else or the kernel, it tells nothing
                self._broken(in_hand, process.exitcode != -signal.SIGKILL)

    def _follow(self, line: Connection, stop: threading.Event) -> str | None:
        """Until it is over; returns the school whose batch was not finished."""
        in_hand: str | None = None
        heard = time.monotonic()
        while not stop.is_set():
            if time.monotonic() - heard > self._patience_s:
                log.error("thinking_takes_too_long", school=in_hand)
                return in_hand
            try:
                if not line.poll(_LOOK_S):
                    continue
                told = line.recv()
            except (EOFError, OSError):
                return in_hand
            heard = time.monotonic()
            match told:
                case Word.READ:
                    with self._telling:
                        self._tell(read=True)
                case Word.NOTHING_TO_DO:
                    pass
                case school, begins:
                    in_hand = school if begins else None
                    if not begins:
                        self._decided(school)
        return in_hand
