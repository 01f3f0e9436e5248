"""Bachillerato by its modality, in schools whose units tell it and in those whose units do not."""

from __future__ import annotations

import pytest

from bot.model.claim import Course
from bot.parsers.course_words import CourseRules
from bot.parsers.courses import CourseReader
from bot.rules.directory import load_rules, shipped_rules

RULES = load_rules(shipped_rules(), "courses.yaml", CourseRules)
#: The modality in the unit, once beside a word for the stage and once beside its letter.
CODED = CourseReader(
    RULES,
    units={"1ºBTO-CT": Course(1, "BACH", "CT"), "2ºBTO-HCS": Course(2, "BACH", "HCS")},
    cycles={
        "ciencias y tecnologia": Course(None, "BACH", "CT"),
        "humanidades y ciencias sociales (lomce": Course(None, "BACH", "HCS"),
    },
)
SHORT = CourseReader(
    RULES,
    units={"1B-CIE": Course(1, "BACH", "CIE"), "2B-HUM": Course(2, "BACH", "HUM")},
    cycles={
        "ciencias y tecnologia": Course(None, "BACH", "CIE"),
        "humanidades y ciencias sociales": Course(None, "BACH", "HUM"),
    },
)
LETTERED = CourseReader(RULES, units={"1º BACH B": Course(1, "BACH", None, "B")})


@pytest.mark.parametrize(
    ("text", "coded", "lettered"),
    [
        ("primero de Bachillerato (modalidad de Ciencias", "1º BACH CT", "1º BACH"),
        ("2º Bach. Ciencias", "2º BACH CT", "2º BACH"),
        ("1 bachillerato ciencia", "1º BACH CT", "1º BACH"),
        ("2º de bachillerato, ciencias", "2º BACH CT", "2º BACH"),
        ("2 bach científico-tecnológico", "2º BACH CT", "2º BACH"),
        ("1º de Bachillerato de Ciencias Sociales", "1º BACH HCS", "1º BACH"),
        ("1º de Bachillerato de Humanidades y Sociales", "1º BACH HCS", "1º BACH"),
        ("1. Bachillerato, Geisteswissenschaften", "1º BACH HCS", "1º BACH"),
        ("bachillerato de letras", "BACH HCS", "BACH"),
        ("1º Bachillerato, rama de humanidades, grupo B", "1º BACH HCS B", "1º BACH B"),
    ],
)
def test_a_modality_is_part_of_the_course_and_tells_the_code_of_units_that_bear_one(
    text: str, coded: str, lettered: str
) -> None:
    for reader, course in ((CODED, coded), (LETTERED, lettered)):
        (mention,) = reader.find(text)
        assert (str(mention.course), mention.end) == (course, len(text))  # no name begins in it


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (CODED, "está en 2ºBTO-HCS", ["2º BACH HCS"]),
        (CODED, "2 bto hcs", ["2º BACH HCS"]),
        (CODED, "1º bachillerato CT", ["1º BACH CT"]),
        (CODED, "1º de ciencias", ["1º BACH CT"]),
        (CODED, "4º ESO de ciencias", ["4º ESO"]),
        (CODED, "3º de ciencias", []),
        (CODED, "2º B, letras", ["2º B"]),
        (CODED, "2º de bachillerato general", ["2º BACH"]),
        (SHORT, "1B-CIE", ["1º BACH CIE"]),
        (SHORT, "2 b hum", ["2º BACH HUM"]),
        (LETTERED, "1º de ciencias", []),
    ],
)
def test_codes_of_modalities(reader: CourseReader, text: str, expected: list[str]) -> None:
    assert [str(m.course) for m in reader.find(text)] == expected
