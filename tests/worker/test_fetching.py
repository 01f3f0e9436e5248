"""How a mailbox is kept read: the pauses after a failure, what the store is told of it, and when it is let go."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.errors import TransportError
from bot.ports.store import Lease
from bot.worker import fetching, hold
from bot.worker.fetching import MailboxReader
from bot.worker.hold import Hold

HOUR = 3600.0
CUT, REFUSED = 0.1, None


@pytest.fixture
def pauses(monkeypatch):
    """How long it waits after each connection, told how many seconds each lives (None: not let in)."""

    def of(*lives: float | None) -> list[float]:
        now, left, waited = [0.0], list(lives), []

        def mailbox():
            life = left.pop(0)
            if life is None:
                raise TransportError("fuera", permanent=True)

            def fetch_new(*_, **__):
                now[0] += life
                raise TransportError("cortado", permanent=False)

            return SimpleNamespace(uidvalidity=1, fetch_new=fetch_new, close=lambda: None)

        def wait(seconds: float) -> None:
            waited.append(seconds)
            now[0] += seconds

        monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: now[0]))
        MailboxReader(
            post=SimpleNamespace(school="loma", mailbox=mailbox),
            hold=SimpleNamespace(lease=Lease("loma", "one", 1)),
            intake=SimpleNamespace(known_uids=lambda *_: frozenset()),
            wakes=SimpleNamespace(
                stop=SimpleNamespace(wait=wait),
                move={"loma": SimpleNamespace(is_set=lambda: False, clear=lambda: None)},
            ),
            ours=lambda _hold: len(waited) < len(lives),
            lost=lambda _hold: None,
            fetched=lambda: None,
        ).run()
        return waited

    return of


@pytest.mark.parametrize(
    ("lives", "waited"),
    [
        ([REFUSED] * 8, [1, 2, 5, 10, 30, 60, 60, 60]),
        ([CUT] * 4, [1, 2, 5, 10]),
        ([HOUR] * 3, [1, 1, 1]),
        ([REFUSED, REFUSED, REFUSED, HOUR, CUT], [1, 2, 5, 1, 2]),
    ],
    ids=["nobody is let in", "always cut at once", "cut now and then", "mended for an hour"],
)
def test_pauses_grow_until_a_connection_lives_for_a_while(pauses, lives, waited):
    assert pauses(*lives) == waited


class Busy:
    """A mailbox into which copies of our answers come without end, its store, and a clock that they move."""

    def __init__(self, *, kept: bool = True) -> None:
        self.now, self.done, self._kept = 0.0, [], kept
        self.uidvalidity = 1
        self.hold = Hold(self, Lease("loma", "one", 1))

    def read(self, seconds: float) -> list[tuple[str, float]]:
        """What was done in the store, and when, in so many seconds."""
        lost = []
        rings = SimpleNamespace(is_set=lambda: True, clear=lambda: None)
        MailboxReader(
            post=SimpleNamespace(school="loma", mailbox=lambda: self),
            hold=self.hold,
            intake=self,
            wakes=SimpleNamespace(stop=SimpleNamespace(wait=self.sleep), move={"loma": rings}),
            ours=lambda _hold: self.now < seconds and not lost,
            lost=lost.append,
            fetched=lambda: None,
        ).run()
        return self.done

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    # the mailbox
    fetch_new = staticmethod(lambda *_, **__: [])
    idle = close = staticmethod(lambda *_: None)

    # the store
    known_uids = staticmethod(lambda *_: frozenset())

    def renew(self, leases):
        return frozenset(leases if self._kept else [])

    def looked(self, _lease):
        self.done.append(("looked", self.now))

    def moves(self, *_):
        self.done.append(("move", self.now))
        return []


@pytest.fixture
def clocks(monkeypatch):
    """Makes a mailbox's clock the reader's and the lease's."""

    def of(mailbox: Busy) -> Busy:
        monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: mailbox.now))
        monkeypatch.setattr(hold, "now_s", lambda: mailbox.now)
        mailbox.hold.proven(0.0)
        return mailbox

    return of


def test_that_a_busy_mailbox_is_read_is_noted_twice_a_minute(clocks):
    done = clocks(Busy()).read(100.0)
    assert [at for what, at in done if what == "looked"] == [0.0, 30.0, 60.0, 90.0]
    assert len(done) == 4 + 400  # four looks a second, each with its moves


def test_after_a_long_sleep_a_mailbox_of_another_one_is_let_go_before_anything_is_moved(clocks):
    mailbox = clocks(Busy(kept=False))
    mailbox.now = 60.0
    assert mailbox.read(100.0) == []
    assert mailbox.now == 60.0
