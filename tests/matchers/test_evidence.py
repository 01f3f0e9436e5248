"""What a match says for itself: the waterfall of each candidate, and what would settle a doubt."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from bot.matchers.index import RegisterIndex
from bot.matchers.match import link
from bot.model.claim import Finding, Region
from tests.matchers.school import GUARDIANS, make_claim, make_index, make_register

ROSA, UNKNOWN = "+34611000001", "+34699999999"


@pytest.fixture(scope="module")
def index():
    return make_index()


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone"),
    [
        ("Rosa Trillo", ["Inés/Arjona"], None),
        (None, ["Inés/Arjona"], None),
        (None, ["Mateo/Gallo"], None),
        ("Rosa Trillo", [], None),
        ("Rosa Trillo", ["Inés/Arjona", "Celia/Navas"], ROSA),
        ("Zoe Nadal", ["Leo/"], "+34611000009"),
    ],
)
def test_the_weights_of_the_waterfalls_are_odds_against_each_other_and_nobody_on_file(
    index, rules, guardian, pupils, phone
):
    candidates = link(make_claim(guardian, pupils, phone), index, rules).candidates
    odds = [2 ** sum(line.weight for line in candidate.evidence) for candidate in candidates]
    shares = [odd / (1 + sum(odds)) for odd in odds]
    assert [candidate.probability for candidate in candidates] == pytest.approx(shares, abs=0.001)
    # What the lines do not tell is what is known before: that there are so many accounts.
    priors = {candidate.evidence[0].weight for candidate in candidates}
    assert sorted(priors) == pytest.approx([-log2(len(GUARDIANS))] * len(priors), abs=0.05)


def test_the_waterfall_names_every_datum(index, rules):
    match = link(make_claim("Rosa Trillo", ["Inés/Arjona"], UNKNOWN), index, rules)
    assert match.evidence[0].says == f"{len(GUARDIANS)} cuentas en la matrícula"
    assert all(line.weight == round(line.weight, 2) for line in match.evidence)
    assert [line.what for line in match.evidence] == [
        "prior", "student.given", "student.surname1", "student.surname2", "course",
        "guardian.given", "guardian.surname1", "guardian.surname2", "phone",
    ]  # fmt: skip


def test_where_the_course_was_found(index, rules):
    claim = make_claim("Rosa Trillo", [("Inés/Arjona", (2, "ESO", "B"))], ROSA)
    told = replace(claim, students=(replace(claim.students[0], course_finding=_found("2º ESO B")),))
    (line,) = (line for line in link(told, index, rules).evidence if line.what == "course")
    assert line.finding == _found("2º ESO B")


def _found(value):
    return Finding(value=value, text=value, region=Region.BODY, start=0, end=len(value), found_by="test")


def test_what_would_make_sure(index, rules):
    match = link(make_claim("Rosa Trillo", ["Mateo/Gallo"], None), index, rules)
    assert match.would_make_sure == (
        "el segundo apellido del alumno o alumna",
        "el curso y el grupo",
        "el móvil que consta en Séneca de esa misma persona",
    )


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone", "wishes"),
    [
        (None, ["Inés/Arjona"], ROSA, ["el nombre y apellidos del tutor o la tutora"]),
        ("Ana Puig", ["Nerea/Puig"], "+34611000007", ["el DNI del tutor o tutora"]),
        (
            "Rosa Trillo",
            [],
            ROSA,
            ["el nombre y apellidos del alumno o alumna, como constan en la matrícula"],
        ),
        ("Elvira Bas", ["Dalia/Zurita"], UNKNOWN, ["que conste en Séneca un móvil de esa persona"]),
        ("Rosa Trillo", ["Inés/Arjona"], ROSA, []),
        ("Rosa Trillo", ["Inés/Arjona", "Noa/Arjona"], ROSA, ["el segundo apellido del alumno o alumna"]),
    ],
)
def test_what_one_datum_more_would_make_sure(index, rules, guardian, pupils, phone, wishes):
    match = link(make_claim(guardian, pupils, phone), index, rules)
    assert list(match.would_make_sure) == wishes


@pytest.mark.parametrize(
    ("brother", "courses"),
    [
        (["Hugo/Campo Pino"], ["el curso y el grupo"]),
        ([("Hugo/Campo Pino", (4, "ESO", "A"))], []),
        ([], []),
    ],
)
def test_a_course_that_is_known_would_make_nothing_sure(hypocoristics, rules, brother, courses):
    children = {"a": "Lucía", "b": "Hugo"}
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [], ["a1", "b1"]), "g2": ("Irene/Salas/Peral", [], ["a2", "b2"])},
        {
            f"{child}{family}": (f"{children[child]}/Campo/Pino", "", unit, "active")
            for family in "12"
            for child, unit in (("a", "2º ESO B"), ("b", "4º ESO A"))
        },
    )
    claim = make_claim(None, [("Lucía/Campo Pino", (2, "ESO", "B")), *brother], None)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert match.would_make_sure == (
        "el nombre y apellidos del tutor o la tutora",
        *courses,
        "el móvil que consta en Séneca de esa misma persona",
    )
