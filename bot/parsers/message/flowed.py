"""format=flowed (RFC 3676): soft line breaks joined, so that a sentence is one line again."""

from __future__ import annotations

import re

_QUOTES = re.compile(r"^>*")


def unflow(text: str, *, delsp: bool) -> str:
    """Join the lines that end in a space with the next one of the same quote depth."""
    joined: list[str] = []
    open_depth: int | None = None  # quote depth of an unfinished line
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = quotes.end() if quotes else 0
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delsp:
            content = content[:-1]
        if open_depth == depth and content != "-- ":
            joined.append(content)
        else:
            if joined:
                joined.append("\n")
            joined.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else None
    return "".join(joined)
