"""A mailbox that cannot be read is tried again, with pauses that grow until it can be read for a while."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.errors import TransportError
from bot.ports.store import Lease
from bot.worker import fetching
from bot.worker.fetching import MailboxReader

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
