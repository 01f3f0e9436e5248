"""The index part by part: what is filed under what, who bears which word, and what is judged only once."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from bot.matchers.index import RegisterIndex
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import compare
from bot.matchers.postings import Postings
from tests.matchers.school import make_index, make_register, name


def make_people(hypocoristics, *names):
    """An index of guardians without children."""
    return RegisterIndex(
        make_register({who: (who, (), ()) for who in names}, students={}),
        hypocoristics,
    )


@pytest.mark.parametrize(
    ("asked", "numbers", "places"),
    [
        ([5], [1, 7], [0, 0]),
        ([3, 9, 5], [2, 1, 7], [0, 2, 2]),
        ([5, 5], [1, 7, 1, 7], [0, 0, 1, 1]),
        ([8], [4], [0]),
        ([9, 1], [], []),
        ([], [], []),
    ],
)
def test_what_is_filed_under_a_key(asked, numbers, places):
    filed = Postings(np.array([5, 3, 8, 5], np.uint64), np.array([1, 2, 4, 7], np.uint32))
    found, at = filed.of(asked)
    assert (found.tolist(), at.tolist()) == (numbers, places)


def test_how_many_bear_a_word(hypocoristics):
    index = make_people(hypocoristics, "Ana María/Gil/Gil", "Ana/Roca/de la Calle", "Gil/María/")
    assert index.given_tokens == {"ana": 2, "maria": 1, "gil": 1}
    assert index.surname_tokens == {"gil": 2, "roca": 1, "calle": 1, "maria": 1}


@pytest.mark.parametrize(
    ("asked", "found"),
    [("Zurita", {"landline", "dalia"}), ("Arjona", {"luis", "ines", "bruno"}), ("Zuriaga", set())],
)
def test_whoever_bears_one_word(asked, found):
    index = make_index()
    assert max(index.surname_tokens | index.given_tokens) == "zurita"  # the last is no exception
    assert {hit.key for hit in index.persons(asked)} == found


PEOPLE = (
    "Juan/Pérez/",
    "Ana/Pérez/",
    "J./Pérez/",
    "Rosa María/Pérez/",
    "Ana/de la Calle/Pérez",
    "Al/Roca/Pérez",
)


@pytest.mark.parametrize(
    "written",
    [
        "J. Pérez",
        "Juan Pérez",
        "Rosamaria Perez",
        "Ana Delacalle",
        "Juan P.",
        "Al Pérez",
        "Pérez",
        "Ana C. Pérez",
    ],
)
def test_what_is_judged_once_is_judged_as_each_alone(hypocoristics, rules, written):
    index = make_people(hypocoristics, *PEOPLE)
    said = written_name(written)
    for order in permutations(PEOPLE, 3):
        asked = index.asked(said, rules)
        for one in order:
            how = compare(said, filed_name(name(one)), index.lexicon)
            assert asked(*one.split("/"))[0] == how, (order, one)
