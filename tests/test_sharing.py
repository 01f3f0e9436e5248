"""Workers ask each other for mailboxes until all have about as many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Standing
from bot.sharing import to_ask_for


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
