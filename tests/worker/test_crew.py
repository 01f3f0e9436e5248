"""None of the worker's threads ends for good before the worker does, whatever ends it."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from bot.ports.store import Agenda, Lease
from bot.worker import crew as module
from bot.worker import worker as worker_module
from bot.worker.crew import Crew
from bot.worker.post import Post
from bot.worker.thinking_process import ThinkingProcess
from bot.worker.worker import Worker
from tests.servers.waiting import PATIENCE_S

SCHOOL = "loma"


@pytest.fixture
def crew():
    """Its members end when the test does."""
    over = threading.Event()
    yield SimpleNamespace(crew=Crew(), over=over, wanted=lambda: not over.is_set())
    over.set()


def ends_with(end: BaseException | None, begun: threading.Semaphore, over: threading.Event):
    """Work that ends so the first time, and goes on the second time."""
    ends = [end]

    def work() -> None:
        begun.release()
        if ends:
            if (error := ends.pop()) is not None:
                raise error
            return
        over.wait()

    return work


@pytest.mark.parametrize(
    "end", [SystemExit(1), KeyError("x"), MemoryError(), GeneratorExit(), None], ids=repr
)
def test_whatever_ends_a_thread_it_is_begun_anew(crew, end):
    begun = threading.Semaphore(0)
    crew.crew.add("loop", ends_with(end, begun, crew.over), crew.wanted)
    assert begun.acquire(timeout=PATIENCE_S)
    while not begun.acquire(timeout=0.01):
        crew.crew.look()
    assert crew.crew.end(lambda: 0.0) == ["loop"]  # at work
    crew.over.set()
    assert crew.crew.end(lambda: PATIENCE_S) == []


def test_who_is_no_longer_wanted_may_end(crew):
    begun = threading.Semaphore(0)
    crew.crew.add("mailbox", begun.release, lambda: False)
    crew.crew.look()
    assert crew.crew.end(lambda: PATIENCE_S) == []
    assert not begun.acquire(timeout=0)


def test_a_system_that_gives_no_more_threads_is_asked_again(crew, monkeypatch):
    begun, refusals = threading.Event(), [RuntimeError("can't start new thread")] * 2

    class Thread(threading.Thread):
        def start(self) -> None:
            if refusals:
                raise refusals.pop()
            super().start()

    monkeypatch.setattr(module.threading, "Thread", Thread)
    crew.crew.add("loop", begun.set, crew.wanted)
    while not begun.wait(0.01):
        crew.crew.look()
    assert not refusals


class Once:
    """Raises SystemExit the first time it is called, which no loop expects; then tells that it was called."""

    def __init__(self, then) -> None:
        self.calls, self.again, self._then = 0, threading.Event(), then

    def __call__(self, *args, **named):
        self.calls += 1
        if self.calls == 1:
            raise SystemExit(3)
        self.again.set()
        return self._then(*args, **named)


@pytest.fixture
def loops(monkeypatch):
    """A worker each of whose loops is ended once, at its heart; by its name."""
    monkeypatch.setattr(worker_module, "POLL_S", 0.02)
    monkeypatch.setattr(worker_module, "RENEW_S", 0.02)
    lease, stop = Lease(SCHOOL, "one", 1), threading.Event()
    mailbox = SimpleNamespace(
        uidvalidity=1,
        fetch_new=lambda *_, **__: [],
        idle=lambda _wake: stop.wait(0.02),
        close=lambda: None,
    )
    loops = {
        "share": Once(list),
        "mailbox": Once(lambda: mailbox),
        "deliver": Once(lambda _schools, _now: Agenda(paused=frozenset(), due={}, texts={})),
        "leases": Once(frozenset),
        "think": Once(threading.Event.wait),
    }
    monkeypatch.setattr(ThinkingProcess, "run", loops["think"])
    intake = SimpleNamespace(
        standing=loops["share"],
        renew=loops["leases"],
        acquire=lambda *_: lease,
        release=lambda _lease: None,
        want=lambda *_: None,
        known_uids=lambda *_: frozenset(),
        looked=lambda _lease: None,
        moves=lambda *_: [],
    )
    nothing = SimpleNamespace(recover=lambda _school: 0)
    post = Post(
        school=SCHOOL,
        mailbox=loops["mailbox"],
        deliverer=SimpleNamespace(outbox=nothing, listen=lambda _texts: None),
    )
    worker = Worker({SCHOOL: post}, intake, nothing, loops["deliver"], thinker=None, owner="one")
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: ended.append(worker.run()))
    thread.start()
    yield loops
    stop.set()
    worker.stop()
    thread.join()
    assert ended == [True]


def test_each_loop_of_the_worker_goes_on_after_an_exit_that_nobody_expects(loops):
    assert {name: loop.again.wait(PATIENCE_S) for name, loop in loops.items()} == dict.fromkeys(loops, True)


def test_what_ended_a_thread_leaves_no_words_of_a_mail(capfd):
    fallen = threading.Event()

    def fall() -> None:
        fallen.set()
        raise KeyError("Ana Gil Mora")

    crew = Crew()
    crew.add("reader", fall, lambda: not fallen.is_set())
    assert crew.end(lambda: 60.0) == []
    said = capfd.readouterr().err
    assert "Ana" not in said
    assert "thread_ended" in said
