"""Workers ask each other for mailboxes until all have about as many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports.store import Standing
from bot.store.agenda import agenda
from bot.store.engine import writing
from bot.store.mails.intake import SqlIntake
from bot.store.tables.schema import mailbox_lease
from bot.worker.fetching import MailboxReader
from bot.worker.post import Post
from bot.worker.sharing import to_ask_for
from bot.worker.worker import Worker


def standing(**owners: str) -> list[Standing]:
    """school="owner" or "owner>asker"."""
    return [Standing(s, o.partition(">")[0], o.partition(">")[2] or None) for s, o in owners.items()]


@pytest.mark.parametrize(
    ("owned", "asked"),
    [
        (standing(), []),
        (standing(a="one"), []),
        (standing(a="one", b="one"), ["a"]),
        (standing(a="one", b="me"), []),
        (standing(a="one", b="one", c="me"), []),
        (standing(a="one>me", b="one", c="one", d="one"), ["b"]),
        (standing(a="one>two", b="one", c="one>me"), []),
        (standing(a="one", b="one", z="elsewhere", y="elsewhere", x="elsewhere"), ["a"]),
    ],
    ids=str,
)
def test_half_of_what_the_richest_has_more_is_asked_for(owned: list[Standing], asked: list[str]) -> None:
    assert to_ask_for(owned, "me", {"a", "b", "c", "d"}) == asked


@settings(max_examples=30)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.permutations(range(5)))
def test_whoever_comes_first_in_the_end_all_have_about_as_many(owners: list[int], order: list[int]) -> None:
    now = {f"s{n}": Standing(f"s{n}", str(owner)) for n, owner in enumerate(owners)}
    for _ in range(12):
        for me in map(str, order):
            for school in to_ask_for(now.values(), me, now):
                now[school] = replace(now[school], wanted_by=me)
        now = {s: Standing(s, one.wanted_by or one.owner) for s, one in now.items()}
    counts = Counter(one.owner for one in now.values())
    assert max(counts.values()) - min(counts[str(me)] for me in order) <= 1


def test_mailboxes_are_spread_evenly_and_a_dead_owners_are_taken_over(engine, monkeypatch):
    """Three workers that only share; the second and the third come later, and the first one dies."""
    monkeypatch.setattr(MailboxReader, "run", lambda reader: reader.wakes.stop.wait())
    nothing = SimpleNamespace(recover=lambda _school: 0)
    posts = {
        f"s{n:02}": Post(school=f"s{n:02}", mailbox=None, deliverer=SimpleNamespace(outbox=nothing))
        for n in range(12)
    }
    intake = SqlIntake(engine)

    def owners():
        standing = intake.standing()
        assert sorted(one.school for one in standing) == sorted(posts)  # each has one, always
        return sorted(Counter(one.owner for one in standing).values())

    first, *others = (
        Worker(posts, intake, nothing, partial(agenda, engine), thinker=None, owner=name) for name in "abc"
    )
    first._share()
    assert owners() == [12]
    for _ in range(8):
        for worker in (first, *others):
            worker._share()
    assert owners() == [4, 4, 4]
    with writing(engine) as connection:  # nobody renews them for half a minute
        connection.execute(mailbox_lease.update().where(mailbox_lease.c.owner == "a").values(expires_at=0))
    for _ in range(4):
        for worker in others:
            worker._share()
    assert owners() == [6, 6]
    fences = [hold.lease.fence for worker in others for hold in worker._holds.values()]
    for worker in (first, *others):
        worker.stop()
    assert len(fences) == 12
    assert min(fences) > 1
