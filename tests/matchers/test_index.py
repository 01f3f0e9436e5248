"""The index part by part: what is filed under what, who bears which word, and what is judged only once."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from bot.matchers.index import RegisterIndex
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import compare
from bot.matchers.postings import Postings
from bot.model.register import Guardian, Register, Student
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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Inés Arjona Trillo", [("student", "ines", 1)]),
        ("Inés Arjona", [("student", "ines", 17 / 24)]),  # two parts in full, and one not written
        ("Andrei Pavel", [("student", "andrei", 1)]),  # has no second surname
        ("Pavel", [("guardian", "abroad", 9 / 16), ("student", "andrei", 9 / 16)]),
        ("Manuela Cobos Rey", [("guardian", "manuela", 1)]),
        ("Manuela Cobos", [("guardian", "manuela", 17 / 24), ("guardian", "namesake", 17 / 24)]),
        (
            "Arjona",
            [("guardian", "luis", 10 / 24), ("student", "bruno", 10 / 24), ("student", "ines", 10 / 24)],
        ),
    ],
)
def test_how_like_a_name_people_are_the_likest_first(asked, found):
    hits = [(hit.role, hit.key, pytest.approx(hit.similarity)) for hit in make_index().persons(asked)]
    assert hits == found


def test_a_pupil_is_found_however_many_guardians_are_called_so(hypocoristics):
    guardians = {f"g{n}": ("Ana/Gil/", (), ()) for n in range(12)}
    register = make_register(guardians, {"s": ("Ana/Gil/", "", "", "active")})
    assert len(RegisterIndex(register, hypocoristics).persons("Ana Gil")) == 13


@pytest.mark.parametrize(
    ("pupils", "guardians", "domains"),
    [
        (["a@ies.es", "b@ies.es"], ["g@gmail.com"], {"ies.es"}),
        (["a@ruiz.es", "b@gil.es"], [], set()),  # of one pupil: a family's own
        (["a@gmail.com", "b@gmail.com"], ["g@gmail.com"], set()),
    ],
)
def test_domains_of_addresses_that_only_pupils_have(hypocoristics, pupils, guardians, domains):
    ana = name("Ana/Gil/")
    register = Register(
        {e: Student(id=e, name=ana, emails=frozenset({e})) for e in pupils},
        {e: Guardian(key=e, dni=None, name=ana, emails=frozenset({e})) for e in guardians},
    )
    assert RegisterIndex(register, hypocoristics).pupil_email_domains == domains


def test_numbers_that_are_filed_under_one_key_stay_apart(hypocoristics, monkeypatch):
    monkeypatch.setattr("bot.matchers.index.text_key", lambda _: 7)
    people = {"a": ("Ana/Gil/", ["+34611000001"], ()), "b": ("Eva/Gil/", ["+34611000002"], ())}
    index = RegisterIndex(make_register(people, students={}), hypocoristics)
    assert [guardian.key for guardian in index.guardians_by_phone("+34611000002")] == ["b"]
    assert index.guardians_by_phone("+34611000003") == ()


def test_the_weights_of_names_are_made_anew_for_other_rules_only(hypocoristics, rules):
    index = make_people(hypocoristics, "Ana/Gil/")
    scale = index.scale(rules)
    assert index.scale(rules) is scale
    assert index.scale(rules.model_copy()) is not scale


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ana Gil Roca", ["Ana/Gil/Roca", "Ana/Roca/"]),  # with one surname the other can be one more
        ("Ana Gil", ["Ana/Gil/Roca", "Ana/Gil/Sanz"]),
        ("J. Pérez", ["J./Pérez/"]),  # as on file, letter for letter
    ],
)
def test_few_others_are_brought_up_than_those_whom_a_name_can_mean(hypocoristics, written, found):
    people = ("Ana/Gil/Roca", "Ana/Gil/Sanz", "Ana/Roca/", "J./Pérez/")
    numbers = make_people(hypocoristics, *people).guardian_roll.candidates(written_name(written))
    assert [people[number] for number in numbers] == found


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
