"""Which claims about a register are true, as `bench.impostors` tells impostors from coincidences."""

from __future__ import annotations

import pytest

from bench.truth import Truth
from bot.matchers.hypocoristics import Hypocoristics
from bot.rules.directory import shipped_rules
from tests.matchers.school import make_claim, make_register

ANA, LANDLINE, ELSEWHERE = "+34611000001", "+34955000001", "+34611000002"
CLASS = (2, "ESO", "B")


@pytest.fixture(scope="module")
def truth():
    register = make_register(
        {"g": ("Susana/Ibarra/Jiménez", [ANA, LANDLINE], ["a", "b"])},
        {
            "a": ("Lucía/Campo/Ibarra", "2º de E.S.O.", "2º ESO B", "active"),
            "b": ("Hugo/Campo/Ibarra", "4º de E.S.O.", "4º ESO A", "left"),
        },
    )
    return Truth(register, Hypocoristics.load(shipped_rules()))


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone"),
    [
        pytest.param("Susana Ibarra Jiménez", [("Lucía/Campo Ibarra", CLASS)], ANA, id="all of it"),
        pytest.param("IBARRA SUSI", [("Lucía/Ibarra", CLASS)], ANA, id="short, turned, one surname"),
        pytest.param("Susana Jimenes", [("Lucía/Cmapo", (2, None, None))], ANA, id="slips, half a course"),
    ],
)
def test_what_a_mother_can_honestly_say(truth, guardian, pupils, phone):
    assert truth.holds(make_claim(guardian, pupils, phone))


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone"),
    [
        pytest.param("Susana Ibarra", [("Lucía/Campo", CLASS)], ELSEWHERE, id="another phone"),
        pytest.param("Susana Ibarra", [("Lucía/Campo", CLASS)], None, id="no phone"),
        pytest.param("Susana Ibarra", [("Lucía/Campo", CLASS)], LANDLINE, id="a landline"),
        pytest.param("Marta Ibarra", [("Lucía/Campo", CLASS)], ANA, id="another given name"),
        pytest.param("Susana Ibarra Ruiz", [("Lucía/Campo", CLASS)], ANA, id="another surname"),
        pytest.param("Ibarra Jiménez", [("Lucía/Campo", CLASS)], ANA, id="no given name"),
        pytest.param("Susana Ibarra Ibarra", [("Lucía/Campo", CLASS)], ANA, id="a surname twice"),
        pytest.param("Susana Ibarra", [("Marina/Campo", CLASS)], ANA, id="another child"),
        pytest.param("Susana Ibarra", [("Lucía/Campo", (2, "ESO", "C"))], ANA, id="another class"),
        pytest.param("Susana Ibarra", [("Hugo/Campo", (4, "ESO", "A"))], ANA, id="a child who left"),
        pytest.param(
            "Susana Ibarra", [("Lucía/Campo", CLASS), ("Iván/Sol", CLASS)], ANA, id="one child too many"
        ),
    ],
)
def test_what_a_mother_cannot_honestly_say(truth, guardian, pupils, phone):
    assert not truth.holds(make_claim(guardian, pupils, phone))
