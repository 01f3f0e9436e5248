"""Cutting boxes out of boxes gives what trying every combination gives."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.decision.coverage import holds, uncovered

DOMAIN = {"a": frozenset("123"), "b": frozenset("12"), "c": frozenset("1234")}
BOXES = st.fixed_dictionaries(
    {}, optional={name: st.frozensets(st.sampled_from(sorted(v)), min_size=1) for name, v in DOMAIN.items()}
)


def combinations():
    return [dict(zip(DOMAIN, values, strict=True)) for values in product(*map(sorted, DOMAIN.values()))]


@given(BOXES, st.lists(BOXES, max_size=6))
def test_uncovered_finds_a_part_exactly_when_there_is_one(box, cuts):
    left = [c for c in combinations() if holds(box, c) and not any(holds(cut, c) for cut in cuts)]
    part = uncovered(box, cuts, DOMAIN)
    if part is None:
        assert left == []
    else:
        inside = [c for c in combinations() if holds(part, c)]
        assert inside
        assert all(c in left for c in inside)
