"""A table of names as written beside names on file, each row thought about by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Agreement
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameLevel, Part, compare
from bot.matchers.phonetics import sound
from bot.matchers.vocabulary import Vocabulary
from bot.model.register import Guardian, PersonName, Register

SAYS = {"=": NameLevel.SAME, "?": NameLevel.WEAK, "x": NameLevel.DIFFERENT}


def row(line):
    written, filed, says = (part.strip() for part in line.split("|"))
    return written, PersonName(*(part.strip() for part in filed.split("/"))), SAYS[says]


LINES = Path(__file__).with_name("name_pairs.txt").read_text(encoding="utf-8").splitlines()
ROWS = [row(line) for line in LINES if not line.startswith("#")]


def test_no_pair_stands_twice():
    assert len({(written, on_file) for written, on_file, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("written", "on_file", "expected"), ROWS, ids=str)
def test_pair(lexicon, written, on_file, expected):
    assert compare(written_name(written), filed_name(on_file), lexicon).level is expected


def test_an_index_of_all_these_names_says_the_same_and_leaves_nobody_out(hypocoristics, rules):
    names = list(dict.fromkeys(on_file for _, on_file, _ in ROWS))
    people = {str(n): Guardian(key=str(n), dni=None, name=name) for n, name in enumerate(names)}
    index = RegisterIndex(Register({}, people), hypocoristics)
    for written, on_file, _ in ROWS:
        said = written_name(written)
        how = compare(said, filed_name(on_file), index.lexicon)
        asked = index.asked(said, rules)
        assert asked(on_file.given, on_file.surname1, on_file.surname2)[0] == how, (written, on_file)
        if how.level is NameLevel.SAME:
            assert names.index(on_file) in index.guardian_roll.candidates(said), (written, on_file)


@pytest.mark.parametrize(
    ("written", "on_file", "parts"),
    [
        ("Ana Gil", "Ana//Gil", "EXACT MISSING EXACT"),
        ("Ana Gil", "Ana/Gil/", "EXACT EXACT MISSING"),
        ("José Luiz Vidal", "José Luis/Vidal/Gil", "VARIANT EXACT MISSING"),
        ("Luis Fernando Vidal Gil", "Luis/Vidal/Gil", "EXTRA EXACT EXACT"),
        ("Ana Fernandz Gil", "Ana/Fernández/", "EXACT TYPO EXTRA"),
    ],
)
def test_what_is_said_of_each_part(lexicon, written, on_file, parts):
    """The worst word of a part speaks for it."""
    how = compare(written_name(written), filed_name(PersonName(*on_file.split("/"))), lexicon)
    assert (how.given, how.surname1, how.surname2) == tuple(Part[part] for part in parts.split())


def test_two_different_surnames_never_match(lexicon):
    """Of every two surnames that everybody knows, neither is the other misspelt or cut short."""
    surnames = Vocabulary(lexicon.hypocoristics.surnames, (), lexicon)
    near = {(one, surnames.words[i]) for one in surnames.words for i in surnames.similar(one)}
    assert len(near) > len(surnames.words)  # some are near as given names: Esteve, Esteban
    for one, other in near:
        if one != other and len(one) > 1 < len(other) and sound(one) != sound(other):
            assert lexicon.agreement(one, other, surname=True) is Agreement.DIFFERENT, (one, other)
