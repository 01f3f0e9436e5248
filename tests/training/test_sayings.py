"""What machines and people say: every line is sound, every run the same."""

from random import Random

import pytest

from training.grammar import read_blocks
from training.machines import SAYINGS, machines_and_people, spoken
from training.people import Town
from training.wishes import KINDS, wishes

FILES = sorted(SAYINGS.rglob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_sound(path):
    rng = Random(1)
    town = Town(rng, held_out=False)
    for section, lines in read_blocks(path).items():
        assert lines, section
        assert all(set("{}[]|").isdisjoint(spoken(line, rng, town)) for line in lines), section


def test_a_seed_makes_the_same_mails():
    assert [*machines_and_people(20, 3)] == [*machines_and_people(20, 3)]
    assert [*wishes(20, 3)] == [*wishes(20, 3)]


def test_every_wish_is_heard_of():
    assert {kind for saying in wishes(200, 1) for kind in saying.kinds} == set(KINDS)
