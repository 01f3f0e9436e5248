r"""The notation of the building blocks, and its random expansion.

    [a|b|]      one of the alternatives, which may nest
    {g:x/y}     x when the guardian is a woman, else y; {s:x/y} the same for the pupil
    {G} {c} …   a slot that the scene fills (training/scene.py)
    \n          a line break

A file of blocks holds sections "== name" with one block a line; "#" begins a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a mail; `label` is "" outside names."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A `{…}` of a block."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A `[…|…]` of a block: each alternative is a sequence."""

    alternatives: tuple[tuple[Node, ...], ...]


Node = str | Slot | Choice


@cache
def parse(block: str) -> tuple[Node, ...]:
    """Raises ValueError for a bracket that is not closed."""
    nodes, end = _sequence(block, 0, inside=False)
    if end != len(block):
        raise ValueError(f"a bracket too many at {end}: {block}")
    return nodes


def _sequence(block: str, start: int, *, inside: bool) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    at, text = start, ""
    while at < len(block) and not (inside and block[at] in "|]"):
        if block[at] == "{":
            close = block.index("}", at)
            nodes += [text, Slot(block[at + 1 : close])]
            at, text = close + 1, ""
        elif block[at] == "[":
            alternatives = []
            while block[at] != "]":
                alternative, at = _sequence(block, at + 1, inside=True)
                alternatives.append(alternative)
                if at >= len(block):
                    raise ValueError(f"a bracket is not closed: {block}")
            nodes += [text, Choice(tuple(alternatives))]
            at, text = at + 1, ""
        elif block.startswith("\\n", at):
            at, text = at + 2, text + "\n"
        elif block[at] == "]":
            break
        else:
            at, text = at + 1, text + block[at]
    nodes.append(text)
    return tuple(node for node in nodes if node != ""), at


def expand(nodes: tuple[Node, ...], rng: Random, fill: Callable[[str], list[Piece]]) -> Iterator[Piece]:
    """One random reading of a block."""
    for node in nodes:
        if isinstance(node, str):
            yield Piece(node)
        elif isinstance(node, Slot):
            yield from fill(node.name)
        else:
            yield from expand(rng.choice(node.alternatives), rng, fill)


@cache
def read_blocks(path: Path) -> dict[str, tuple[str, ...]]:
    """The sections of a file of blocks."""
    sections: dict[str, list[str]] = {}
    here: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            here = sections.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            here.append(line)
    return {name: tuple(blocks) for name, blocks in sections.items()}
