"""Plain text -> paragraphs and lists, from which both the text and the HTML part are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_ITEM = re.compile(r"(?:(?P<ul>-)|(?P<ol>\d{1,2}\.)) +(?P<text>\S.*)")
_DIVIDER = "* * *"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a list with its items."""

    kind: Literal["p", "ul", "ol"]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an answer in one language."""

    language: str
    direction: Literal["ltr", "rtl"]
    blocks: tuple[Block, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blank lines part paragraphs; "- " and "1. " begin list items, also over blank lines."""
    blocks: list[tuple[Literal["p", "ul", "ol"], list[str]]] = []
    parted = True
    for line in (raw.strip() for raw in text.splitlines()):
        if not line:
            parted = True
            continue
        item = _ITEM.fullmatch(line)
        kind: Literal["p", "ul", "ol"] = "p" if item is None else "ul" if item["ul"] else "ol"
        if not blocks or blocks[-1][0] != kind or (parted and kind == "p"):
            blocks.append((kind, []))
        blocks[-1][1].append(line if item is None else item["text"].strip())
        parted = False
    return tuple(Block(kind, tuple(lines)) for kind, lines in blocks)


def as_text(sections: Iterable[Section]) -> str:
    """The text part."""
    return f"\n\n{_DIVIDER}\n\n".join("\n\n".join(map(_plain, s.blocks)) for s in sections) + "\n"


def _plain(block: Block) -> str:
    if block.kind == "p":
        return "\n".join(block.lines)
    marks = ("-" if block.kind == "ul" else f"{number}." for number in range(1, len(block.lines) + 1))
    return "\n".join(f"{mark} {line}" for mark, line in zip(marks, block.lines, strict=True))
