"""Whom the search weighs: in a crowd of namesakes nobody is left out who could make a match doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.matchers.accounts import Claimed
from bot.matchers.index import RegisterIndex
from bot.matchers.match import link
from bot.matchers.search import accounts, ranked
from bot.model.match import PhoneFit, StudentFit
from tests.matchers.school import make_claim, make_index, make_register

OWN = "+34611000001"
CLASS, CLASS_GIVEN = "2º ESO B", (2, "ESO", "B")


@pytest.fixture(scope="module")
def index():
    return make_index()


LUCIA, HUGO, ANA, IRENE = "Lucía/Campo/Pino", "Hugo/Campo/Pino", "Ana/García/Mora", "Irene/Salas/Peral"


def school(hypocoristics, families, crowd, *, unit="2º ESO A", like=LUCIA, brothers=False):
    """The first family has the phone of the mail, and Lucía in `unit`; in the others guardians named
    `crowd` and pupils named `like`, all in 4º ESO A but for the last, who is in the class of the mail.
    """
    guardians, pupils = {}, {}
    for n in range(families):
        here = unit if n == 0 else CLASS if n == families - 1 else "4º ESO A"
        children = {f"s{n:02}": (like if n else LUCIA, "", here, "active")}
        if brothers:
            children[f"t{n:02}"] = (HUGO, "", "4º ESO A", "active")
        guardians[f"g{n:02}"] = (crowd if n else ANA, [] if n else [OWN], [*children])
        pupils |= children
    return RegisterIndex(make_register(guardians, pupils), hypocoristics)


@pytest.mark.parametrize("families", [2, 7, 40])
@pytest.mark.parametrize(
    ("written", "pupil", "crowd", "like", "unit"),
    [
        pytest.param("Ana García", "Lucía/Campo", ANA, LUCIA, "2º ESO A", id="guardians of one name"),
        pytest.param("Ana García", "Lucía/Campo", IRENE, LUCIA, "4º ESO A", id="another course"),
        pytest.param("Ana García", "Lucía/Campo", IRENE, LUCIA, "3º ESO A", id="a year off"),
        pytest.param("Ana García", "Lucía/Pino", IRENE, "Lucía/Pino/Sol", "2º ESO A", id="second surname"),
        pytest.param("Ana", "Lucía/Campo", ANA, LUCIA, "2º ESO A", id="guardian by given name"),
    ],
)
def test_the_namesake_whose_class_it_is_makes_a_pupil_doubtful(
    hypocoristics, rules, families, written, pupil, crowd, like, unit
):
    index = school(hypocoristics, families, crowd, unit=unit, like=like)
    match = link(make_claim(written, [(pupil, CLASS_GIVEN)], OWN), index, rules)
    assert (match.guardian, match.student_fit) == ("g00", StudentFit.AMBIGUOUS)


@pytest.mark.parametrize("families", [2, 7])
def test_also_where_the_pupil_is_named_by_given_name(hypocoristics, rules, families):
    index = school(hypocoristics, families, ANA)
    match = link(make_claim("Ana García", [("Lucía/", CLASS_GIVEN)], OWN), index, rules)
    assert (match.guardian, match.student_fit) == ("g00", StudentFit.AMBIGUOUS)


@pytest.mark.parametrize("families", [2, 7])
@pytest.mark.parametrize("turned", [False, True])
def test_also_beside_a_brother_of_whom_there_is_no_doubt(hypocoristics, rules, families, turned):
    index = school(hypocoristics, families, IRENE, unit="4º ESO A", brothers=True)
    pupils = [("Lucía/Campo", CLASS_GIVEN), ("Hugo/Campo", (4, "ESO", "A"))]
    match = link(make_claim("Ana García", pupils[::-1] if turned else pupils, OWN), index, rules)
    assert (match.guardian, match.student_fit) == ("g00", StudentFit.AMBIGUOUS)


@pytest.mark.parametrize("guardian", [None, "Ana García"])
def test_in_a_crowd_of_one_name_the_class_finds_the_one(hypocoristics, rules, guardian):
    index = school(hypocoristics, 40, ANA)
    match = link(make_claim(guardian, [("Lucía/Campo", CLASS_GIVEN)], None), index, rules)
    assert (match.candidates[0].guardian, len(match.candidates)) == ("g39", 5)


@pytest.mark.parametrize("families", [2, 7, 40])
def test_in_a_crowd_the_phone_finds_the_one_though_others_are_in_the_class(hypocoristics, rules, families):
    index = school(hypocoristics, families, IRENE, unit="4º ESO B")
    match = link(make_claim("Ana", [("Lucía/Campo", (4, "ESO", "A"))], OWN), index, rules)
    assert (match.guardian, match.student_fit, match.phone_fit) == ("g00", StudentFit.UNIQUE, PhoneFit.OWN)


@pytest.mark.parametrize(("worse", "keys"), [(0, ["a", "b"]), (1, ["a"])])
def test_how_much_worse_a_guardian_of_the_same_pupils_may_be_named(index, rules, worse, keys):
    claimed = Claimed(make_claim("Rosa Trillo", ["Inés/Arjona"], None))
    best = accounts(claimed, index, rules)[0]._replace(name_bits=64)
    found = [
        best._replace(guardian=replace(best.guardian, key="a")),
        best._replace(guardian=replace(best.guardian, key="b"), name_bits=64 - rules.name_tie - worse),
    ]
    assert [account.guardian.key for account in ranked(found, claimed, rules)] == keys
