"""What machines and people say: every line is sound, every run the same."""

from itertools import islice
from random import Random

import pytest

from training.grammar import read_blocks
from training.machines import SAYINGS, machines_and_people, spoken
from training.people import Town

FILES = sorted(SAYINGS.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_sound(path):
    rng = Random(1)
    town = Town(rng, held_out=False)
    for section, lines in read_blocks(path).items():
        assert lines, section
        assert all(set("{}[]|").isdisjoint(spoken(line, rng, town)) for line in lines), section


def test_a_seed_makes_the_same_mails():
    assert [*islice(machines_and_people(20, 3), 40)] == [*islice(machines_and_people(20, 3), 40)]
