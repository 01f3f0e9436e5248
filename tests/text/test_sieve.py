"""The sieve withholds no pattern that `re` would find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsers.people.relations_before import BEFORE
from bot.text.sieve import Sieve, Wording

PATTERNS = [
    pytest.param(r"(?<![^\W_])mi\s+hija", "soy mi\u2003hija", id="blank of another script"),
    pytest.param(r"de \w+", "de مريم", id="letter of another script"),
    pytest.param(r"[^\W\d_]+º", "ñº", id="letters only"),
    pytest.param(r"tutora\b(?!\s*(?:de (?:la )?)?clase)", "tutora legal", id="nested lookahead"),
    pytest.param(r"(?=[(a])[(]x", "(x", id="bracket in a lookahead"),
    pytest.param(r"\bпапа\b", "мой папа", id="edge of a Cyrillic word"),
]


@pytest.mark.parametrize(("pattern", "text"), PATTERNS)
def test_what_re_finds_passes(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert Sieve([pattern]).possible(text) == [0]


@pytest.mark.parametrize("pattern", ["tutora (?=legal", "(?<![a)]"])
def test_a_lookaround_without_end_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(pattern)):
        Sieve([pattern])


def test_only_what_can_match_passes() -> None:
    sieve = Sieve(("madre", "padre", "hij[oa]"))
    assert sieve.possible("el padre y su hija") == [1, 2]
    assert sieve.possible("") == []


PHRASES = Sieve(rule.pattern for rule in BEFORE)
WORDS = st.sampled_from(
    [
        "soy",
        "la",
        "madre",
        "de",
        "mi",
        "hija",
        "alumna",
        "me",
        "llamo",
        "hola",
        "don",
        "calle",
        "no",
        "tutora",
        "le",
        "escribe",
        "\x01",
        "\x03",
        "家长",
        ",",
        ":",
    ]
)


@given(st.lists(WORDS).map(" ".join))
def test_phrases_before_names(text: str) -> None:
    found = {n for n, rule in enumerate(BEFORE) if rule.compiled.search(text)}
    assert found <= set(PHRASES.possible(text))


SAID = st.lists(
    st.sampled_from(["hola", "adios", "24", "euros", "-", "no", "pone", "\n", ".", "ñ", "por favor"]),
    max_size=8,
).map(" ".join)


@given(SAID)
def test_a_wording_finds_what_re_finds(text: str) -> None:
    phrases = (r"^\W*hola\b", r"(?<!no )pone\s*$", r"\d\d\s?(?:euros?|[^\w\n-])", r"adios(?! por favor)")
    plainly = re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.MULTILINE)
    wording = Wording(*phrases)
    found, first = [hit.span() for hit in plainly.finditer(text)], wording.search(text)
    assert [hit.span() for hit in wording.finditer(text)] == found
    assert (first.span() if first else None) == (found[0] if found else None)
    assert wording.blank(text) == plainly.sub(" ", text)
