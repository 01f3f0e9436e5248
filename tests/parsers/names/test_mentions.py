"""Where a name begins and ends among other words."""

from __future__ import annotations

import pytest

from bot.matchers.hypocoristics import Hypocoristics
from bot.parsers.names.mentions import find_mentions
from bot.parsers.names.words import NameWords, make_name_words
from bot.rules.directory import shipped_rules


@pytest.fixture(scope="module")
def names() -> NameWords:
    known = Hypocoristics.load(shipped_rules())
    return make_name_words(known.given | known.shorts, known.surnames, {"segundo": 1}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("madre de leo pardo de xurx de clase", ["leo pardo"]),
        ("madre de leo gil bueno de clase", ["leo gil"]),
        ("madre de leo gil blanco mora", ["leo gil blanco mora"]),
        ("de leo rodriges xx zz", ["leo rodriges xx"]),
        ("soy leo mª gil", ["leo mª gil"]),
        ("Leo Fco Gil", ["Leo Fco Gil"]),
        ("José L. Gil", ["José L. Gil"]),
        ("Bueno Ana Gil, digo", ["Bueno Ana Gil"]),
        ("leo gil i mora", ["leo gil i mora"]),
        ("leo gil y mora", ["leo gil y mora"]),
        ("LEO GIL Y MORA", ["LEO GIL", "MORA"]),
        ("Leo Gil de la", ["Leo Gil"]),
        ("Xurxo Leo Gil", ["Leo Gil"]),
        ("El Haddad, Asma", ["Asma Haddad"]),
        ("leo gil de mora", ["leo gil de mora"]),
        ("Don Gil", ["Gil"]),
        ("GIL GIL ANA", ["GIL GIL ANA"]),
        ("Ana Ana Gil Mora", ["Ana Gil Mora"]),
        ("Ana Gil Mora - Leo Pardo Gil - 2ºB", ["Ana Gil Mora", "Leo Pardo Gil"]),
        ("ana gil - leo pardo", ["ana gil", "leo pardo"]),
        ("Ana Gil -Mora", ["Ana Gil Mora"]),
        ("That's Ana Gil, Leo Gil's mum", ["Ana Gil", "Leo Gil"]),
        ("Gil bueno", ["Gil"]),
        ("de leo gil k sta en 1C", ["leo gil"]),
    ],
)
def test_names_in_a_text(names: NameWords, text: str, expected: list[str]) -> None:
    assert [m.value(text) for m in find_mentions(text, 0, len(text), names, frozenset(), text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("leo pardo", ["leo pardo"]),
        ("nada que poner", []),
        ("Segundo Leo Pardo", ["Segundo Leo Pardo"]),
        ("xexica xinoxa la mama del leo", ["xexica xinoxa", "leo"]),
    ],
)
def test_where_a_name_is_expected(names: NameWords, text: str, expected: list[str]) -> None:
    assert [m.value(text) for m in find_mentions(text, 0, len(text), names, frozenset({0}), text)] == expected
