"""YAML as it is read: the values of version 1.2, each with its place, and what it should not hold."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.rules.yaml_places import Mapping, Sequence, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("007", "007"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0.97", 0.97),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("2026-11-22", "2026-11-22"),
        ("1º ESO", "1º ESO"),
        ("'no'", "no"),
        ("'12'", "12"),
    ],
)
def test_a_value(text: str, value: object) -> None:
    found, wrong = read(f"a: {text}")
    assert (found, wrong) == ({"a": value}, [])
    assert type(found["a"]) is type(value)


def test_every_node_knows_its_place() -> None:
    data, _ = read("rules:\n  - name: uno\n    when: {intent: [recover, other]}\n")
    assert isinstance(data, Mapping)
    assert isinstance(data["rules"], Sequence)
    assert data.places == {"rules": (1, 1)}
    assert data["rules"].places == [(2, 5)]
    assert data["rules"][0].places == {"name": (2, 5), "when": (3, 5)}
    assert data["rules"][0]["when"]["intent"].places == [(3, 21), (3, 30)]


def test_a_key_twice_a_tag_and_a_key_that_is_no_word() -> None:
    data, wrong = read("a: 1\nb: !foo x\na: 2\n? [c]\n: 3\n")
    assert data["a"] == 1
    assert [(line, column) for line, column, _ in wrong] == [(2, 4), (3, 1)]


def test_an_alias_is_the_same_value_even_of_what_it_stands_in() -> None:
    data, wrong = read("a: &x [1, *x]\nb: *x\n")
    assert data["b"] is data["a"]
    assert data["a"][1] is data["a"]
    assert wrong == []


@pytest.mark.parametrize("tag", ["!!int", "!!bool", "!!timestamp", "!!1", "!mio"])
def test_a_tag_that_says_nothing_is_told_with_its_place(tag: str) -> None:
    data, wrong = read(f"a: 1\nb: {tag} x\n")
    assert data == {"a": 1, "b": "x"}
    assert wrong == [(2, 4, f"«{tag}» no se entiende: ponga el texto entre comillas")]


@example("!!1")
@given(st.text(alphabet="ab:-[]{}'\"#&*!|>? \n\t,1.", max_size=40))
def test_what_is_no_yaml_is_told_as_such(text: str) -> None:
    with suppress(MarkedYAMLError):  # and nothing else
        read(text)


@pytest.mark.parametrize(
    "text", ["a: b\nc: [1, 2.5, true, null, x]\n", "- a: |\n    dos\n    líneas\n- >-\n  una\n  sola\n"]
)
def test_both_readers_agree(text: str) -> None:
    assert read(text)[0] == YAML(typ="safe", pure=True).load(text)
