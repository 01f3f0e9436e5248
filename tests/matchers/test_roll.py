"""Whom a name brings up: all whom it can mean on its own, and hardly anybody else."""

from __future__ import annotations

from array import array

import numpy as np
import pytest

from bot.matchers.lexicon import Lexicon
from bot.matchers.name_parts import NameParts
from bot.matchers.name_words import written_name
from bot.matchers.roll import Roll
from bot.matchers.vocabulary import Vocabulary
from tests.matchers.school import name

PEOPLE = (
    "Aarón/Gil/Vidal",  # the first word of all
    "Berta/Aarón/",
    "Ana María/Vidal/Gil",
    "Ana/Vidal/",
    "Álvaro/Roca/Vidal",
    "/Vidal Roca/",  # a firm, or a name that an export has put into one field
    "Ana María//",
    "José Z./Ruiz/Gil",
    "Z./Ruiz/Gil",
    "Eva/Gil/Z.",
    "Luz/de la Torre/Cid",
    "Rosa Luz/Peral/",
)


@pytest.fixture(scope="module")
def roll(hypocoristics):
    parts, columns = NameParts(), array("I")
    for one in PEOPLE:
        parts.add(name(one), columns)
    compounds = {(part.joined, part.words[0]) for part in parts.words if part.joined}
    words = {word for part in parts.words for word in (*part.words, part.joined) if word}
    lexicon = Lexicon(hypocoristics)
    return Roll(np.array(columns, np.uint32).reshape(-1, 3), parts, Vocabulary(words, compounds, lexicon))


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Aarón Gil", ["Aarón/Gil/Vidal"]),
        ("Berta Aarón", ["Berta/Aarón/"]),
        ("Berta Gil", []),
        ("Ana Vidal", ["Ana María/Vidal/Gil", "Ana/Vidal/"]),
        ("Álvaro Vidal", ["Álvaro/Roca/Vidal"]),
        ("Luz Delatorre", ["Luz/de la Torre/Cid"]),
        ("Luz Torre", ["Luz/de la Torre/Cid"]),
        # One surname more than is on file
        ("Ana Vidal Gil", ["Ana María/Vidal/Gil", "Ana/Vidal/"]),
        ("Ana Vidal Soto", ["Ana/Vidal/"]),
        ("Ana Vidal Soto Prats", []),
        ("Ana Vidal Gil Soto", []),
        ("Aarón Gil Soto", []),
        ("Aarón Gil Li", []),
        ("Aarón Gil Roca", []),  # though some are called Gil Roca
        ("Soto, Aarón Gil", []),
        ("Berta Gil Soto", []),
        # One given name more
        ("Ana Luisa Vidal", ["Ana María/Vidal/Gil", "Ana/Vidal/"]),
        # No given name, or nothing else
        ("Vidal Gil", []),
        ("Vidal Roca", ["/Vidal Roca/"]),
        ("Ana María", ["Ana María//"]),
        ("Rosa Luz", []),
        ("Vidal", []),
        # An initial on file stands for any word
        ("José Zulaimar Ruiz", ["José Z./Ruiz/Gil"]),
        ("Zulaimar Ruiz Gil", ["José Z./Ruiz/Gil", "Z./Ruiz/Gil"]),
        ("Zulaimar Ruiz", []),
        ("Eva Gil Zulaimar", ["Eva/Gil/Z."]),
        # An initial in the mail
        ("A. Vidal Gil", ["Aarón/Gil/Vidal", "Ana María/Vidal/Gil"]),
        ("Z. Ruiz Gil", ["José Z./Ruiz/Gil", "Z./Ruiz/Gil", "Eva/Gil/Z."]),  # the last is refused later
        ("Álvaro V. Roca", ["Álvaro/Roca/Vidal"]),
        ("Ana María G.", ["Ana María//"]),
    ],
)
def test_whom_a_name_can_mean(roll, written, people):
    assert [PEOPLE[number] for number in roll.candidates(written_name(written))] == people


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("aaron", ["Aarón/Gil/Vidal", "Berta/Aarón/"]),
        ("ana gil", ["Ana María/Vidal/Gil"]),
        ("roca vidal", ["Álvaro/Roca/Vidal", "/Vidal Roca/"]),
        ("delatorre", ["Luz/de la Torre/Cid"]),
        ("ana nobody", []),
        ("berta luz gil", []),
    ],
)
def test_who_bears_all_these_words(roll, words, people):
    assert [PEOPLE[number] for number in roll.bearing(words.split())] == people


def test_what_stands_on_file(roll):
    assert ["/".join(texts) for texts in roll.names(np.array([9, 0], np.uint32))] == [PEOPLE[9], PEOPLE[0]]
