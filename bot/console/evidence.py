"""The explanation of a decision, a line each, as pages show it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BITS = 20.0  #: a bar of full length
_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation."""

    what: str  #: "student.surname1", "prior" …
    kind: str  #: for its colour: "student"
    says: str
    weight: float  #: bits
    bar: int  #: 0 to 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it."""

    understood: Sequence[Line] = ()  #: what the mail says
    compared: Sequence[Line] = ()  #: with the register
    sure: Sequence[str] = ()  #: what would have settled it


def evidence(explanation: Sequence[Mapping[str, Any]]) -> Evidence:
    """Of the entries of `bot.decision.explain`."""
    told = [_line(entry) for entry in explanation]
    sure = [line.says for line in told if line.what == "would_make_sure"]
    told = [line for line in told if line.what != "would_make_sure"]
    since = next((place for place, line in enumerate(told) if line.what == "prior"), len(told))
    return Evidence(told[:since], told[since:], sure)


def _line(entry: Mapping[str, Any]) -> Line:
    what, weight = str(entry["what"]), float(entry["weight"])
    return Line(
        what=what,
        kind=what.partition(".")[0],
        says=str(entry["says"]),
        weight=weight,
        bar=min(_WIDTH, round(abs(weight) / _BITS * _WIDTH)),
    )
