"""Workers to be killed: forked, ready to work, from a process that has everything loaded.

A worker's start costs seconds, which is too dear for hundreds of deaths. These look twice a second who has left
a mailbox, and think in a thread of their own, unless one is to be watched; all else is the worker as it runs
anywhere. A mail that says so in its head ends the process that reads it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import structlog
from sqlalchemy.exc import DBAPIError

from bot import bootstrap_worker, journey
from bot.bootstrap import House, open_house
from bot.model.mail import InboundMessage
from bot.parsers.inbound import parse_mail
from bot.settings.config import load_settings
from bot.settings.values import Settings
from bot.system import logs
from bot.worker import hold, spare, thinking_process, worker
from bot.worker.spare import Spare
from bot.worker.thinking import Thinker
from tests.end_to_end.dying import Death, arm
from tests.servers.forks import forks
from tests.servers.waiting import PATIENCE_S

_PACE_S = 0.5
POISONED = 9  #: exit code
_SPARES = 4  #: processes to think in, one after the other
log = structlog.get_logger(__name__)


class ThinkingThread:
    """As `bot.worker.thinking_process.ThinkingProcess`, without the process."""

    def __init__(
        self,
        build: Callable[[], Thinker],
        *,
        schools: Callable[[], Collection[str]],
        decided: Callable[[str], None],
        broken: Callable[[str, bool], None],
        first: object = None,
    ) -> None:
        self._thinker = build()
        self._schools = schools
        self._decided = decided
        self._news = threading.Event()

    def wake(self) -> None:
        self._news.set()

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._news.wait(_PACE_S)
            self._news.clear()
            for school in self._schools():
                try:
                    while self._thinker.think(school):
                        self._decided(school)
                except Exception:
                    log.exception("thinking_failed", school=school)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One worker to be forked."""

    death: Death | None
    proof_s: float | None
    watched: bool


@dataclass(frozen=True, slots=True)
class _News:
    """What has become of one of them."""

    pid: int
    what: Literal["began", "frozen", "ended"]
    code: int = 0


def keep_forking(settings: Path, line: Connection) -> None:
    """One worker for each that is wanted, until nothing is, or the other end is gone."""
    with settings.with_name("lives.log").open("ab") as said:
        os.dup2(said.fileno(), 2)
    logs.configure()
    house = open_house(load_settings(settings, {}))
    minds = house.minds()
    posts = {school.id: bootstrap_worker.post_of(house, school) for school in house.settings.school}
    for school in posts:
        minds(school)
    house.engine.dispose()
    bootstrap_worker.post_of = lambda _house, school: posts[school.id]  # made already
    _thinkers.append(Thinker(desk=house.desk, minds=minds))
    bootstrap_worker.new_thinker = _thinker
    journey.parse_mail = _deadly
    worker.RENEW_S = _PACE_S  # type: ignore[assignment] - seconds are seconds
    line.send(None)  # ready
    alive: set[int] = set()
    with suppress(EOFError):
        while True:
            if line.poll(0.02):
                if (wanted := line.recv()) is None:
                    break
                alive.add(pid := _fork(house, wanted, settings.with_name("worker.log")))
                line.send(_News(pid, "began"))
            with suppress(ChildProcessError):
                while (found := os.waitpid(-1, os.WNOHANG | os.WUNTRACED))[0]:
                    pid, status = found
                    if os.WIFSTOPPED(status):
                        line.send(_News(pid, "frozen"))
                    else:
                        alive.discard(pid)
                        line.send(_News(pid, "ended", os.waitstatus_to_exitcode(status)))
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


_thinkers: list[Thinker] = []


def _thinker(_settings: Settings) -> Thinker:
    """The one that is ready; can be sent to a process forked from here."""
    return _thinkers[0]


def _deadly(content: bytes, **named: Any) -> InboundMessage:
    if b"X-Poison: yes" in content:
        os._exit(POISONED)
    return parse_mail(content, **named)


def _fork(house: House, wanted: _Wanted, said: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        with said.open("a") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        if wanted.proof_s is not None:
            hold.PROVEN_S = wanted.proof_s
        if wanted.death:
            arm(wanted.death)
        spares = _spares() if wanted.watched else []
        if not spares:
            worker.ThinkingProcess = ThinkingThread  # type: ignore[assignment,misc] - it stands for it
        with ExitStack() as end:
            at_work = _worker(house, end)
            signal.signal(signal.SIGTERM, lambda *_: at_work.stop())
            at_work.run()
        for one in spares:
            one.process.kill()
        os._exit(0)
    except BaseException:
        log.exception("life_failed")
        os._exit(1)


def _spares() -> list[Spare]:
    """Forked while this process has no other thread."""
    spare.multiprocessing = SimpleNamespace(  # type: ignore[assignment]
        get_context=lambda _: multiprocessing.get_context("fork")
    )
    spares = [spare.start_spare() for _ in range(_SPARES)]
    thinking_process.start_spare = spares.pop
    return spares


def _worker(house: House, end: ExitStack) -> worker.Worker:
    """Until `end`. Begun again, as a service is, when the database is away at its start."""
    while True:
        with suppress(DBAPIError):
            return end.enter_context(bootstrap_worker.worker_of(house))
        time.sleep(_PACE_S)


# --------------------------------------------------------------------------- for whoever starts them


@dataclass(slots=True)
class Lives:
    """The process that workers are forked from, and what has become of them."""

    line: Connection
    ended: dict[int, int] = field(default_factory=dict)  #: pid -> exit code
    frozen: set[int] = field(default_factory=set)
    _began: list[int] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def begin(
        self, death: Death | None = None, *, proof_s: float | None = None, watched: bool = False
    ) -> int:
        """A new worker's process number. `proof_s`: how old the proof of its lease may become; `watched`: it
        thinks in processes of their own.
        """
        with self._news:
            self.line.send(_Wanted(death, proof_s, watched))
            assert self._news.wait_for(lambda: self._began, PATIENCE_S)
            return self._began.pop()

    def kill(self, pid: int, number: signal.Signals = signal.SIGKILL) -> None:
        """Signal one of them, unless it is dead already."""
        if pid not in self.ended:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def wait(self, holds: Callable[[], bool], timeout: float = PATIENCE_S) -> bool:
        """Until it holds, asked after each piece of news."""
        with self._news:
            return self._news.wait_for(holds, timeout)

    def listen(self) -> None:
        with suppress(EOFError):
            while True:
                news: _News = self.line.recv()
                with self._news:
                    match news.what:
                        case "began":
                            self._began.append(news.pid)
                        case "frozen":
                            self.frozen.add(news.pid)
                        case "ended":
                            self.frozen.discard(news.pid)
                            self.ended[news.pid] = news.code
                    self._news.notify_all()


@contextmanager
def lives_over(settings: Path) -> Iterator[Lives]:
    """Ready to fork workers of this installation; all are dead afterwards."""
    ours, theirs = forks().Pipe()
    process: BaseProcess = forks().Process(target=keep_forking, args=(settings, theirs))
    process.start()
    theirs.close()
    assert ours.poll(PATIENCE_S), settings.with_name("lives.log").read_text()
    ours.recv()
    lives = Lives(ours)
    listener = threading.Thread(target=lives.listen)
    listener.start()
    try:
        yield lives
    finally:
        ours.send(None)
        process.join(PATIENCE_S)
        listener.join()
        ours.close()
