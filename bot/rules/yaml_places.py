"""YAML 1.2 as plain values that know where they stand.

libyaml reads it (it is twenty times faster than a reader in Python), and its nodes tell the places. What it
cannot read is read again by ruamel.yaml, whose complaints name the mistake and its beginning better.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[int, int]  #: line and column, from 1
_YAML = "tag:yaml.org,2002:"
_TAGS = frozenset(_YAML + kind for kind in ("str", "bool", "null", "int", "float"))


class Mapping(dict[str, Any]):
    """The entries of a block, where it begins, and where each of its keys stands."""

    def __init__(self, begins: Place) -> None:
        super().__init__()
        self.begins = begins
        self.places: dict[Any, Place] = {}


class Sequence(list[Any]):
    """The items of a list, where it begins, and where each of them stands."""

    def __init__(self, begins: Place) -> None:
        super().__init__()
        self.begins = begins
        self.places: list[Place] = []


class _Reader(yaml.CSafeLoader):  # type: ignore[misc] # the library has no types
    """With the values of YAML 1.2 (§10.3.2): in 1.1 «no», «on» and 12:30 would not be texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - so the library names it


for _kind, _form, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ("~", "n", "N", "")),
    ("int", "[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan",
        "-+.0123456789",
    ),
):
    _Reader.add_implicit_resolver(_YAML + _kind, re.compile(f"(?:{_form})$"), list(_first))


@lru_cache(maxsize=64)  # at every edit all files are read, and one of them is new
def read(text: str) -> tuple[Any, list[tuple[int, int, str]]]:
    """The value of a document, and (line, column, sentence) of what it should not hold: a key twice, a tag.

    Nobody may change it: it is the same for all. Of keys that stand twice the first one counts. Raises
    ruamel.yaml's MarkedYAMLError, or its ReaderError (a sign that is no text), when it is no YAML.
    """
    reader = _Reader(text)
    try:
        node = reader.get_single_node()
    except yaml.YAMLError as error:
        YAML(typ="rt").load(text)  # raises, in better words
        raise MarkedYAMLError(problem=str(error)) from None  # the other one forgives it
    if node is None:
        return None, []
    builder = _Builder(reader)
    return builder.value(node), builder.wrong


class _Builder:
    """Nodes become values; an alias is the same value once more."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._built: dict[Node, Any] = {}
        self.wrong: list[tuple[int, int, str]] = []

    def value(self, node: Node) -> Any:
        if node in self._built:
            return self._built[node]
        if isinstance(node, MappingNode):
            return self._mapping(node)
        if isinstance(node, SequenceNode):
            return self._sequence(node)
        if node.tag in _TAGS:
            with suppress(ValueError, KeyError):  # "!!int dos"
                return self._reader.construct_object(node)
        tag = node.tag.replace(_YAML, "!!")
        self.wrong.append((*_place(node), f"«{tag}» no se entiende: ponga el texto entre comillas"))
        return node.value

    def _mapping(self, node: MappingNode) -> Mapping:
        made = self._built[node] = Mapping(_place(node))
        for key_node, value_node in node.value:
            line, column = _place(key_node)
            key = self.value(key_node) if isinstance(key_node, ScalarNode) else str(key_node.value)
            if key in made.places:
                before = made.places[key][0]
                self.wrong.append((line, column, f"«{key}» ya está en la línea {before}: deje una"))
                continue
            made[key] = self.value(value_node)
            made.places[key] = line, column
        return made

    def _sequence(self, node: SequenceNode) -> Sequence:
        made = self._built[node] = Sequence(_place(node))
        for item in node.value:
            made.append(self.value(item))
            made.places.append(_place(item))
        return made


def _place(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
