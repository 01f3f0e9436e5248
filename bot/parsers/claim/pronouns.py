"""Groups told by pronoun: "los dos en 1º de ESO, él en el D y ella en el B"."""

from __future__ import annotations

import re

_HE_OR_SHE = re.compile(
    r"\b(el|ella) (?:esta |va )?en (?:el |la )?(?:grupo |clase )?\"?([a-h])\"?(?![^\W_]|\s+de\s)"
)


def groups_by_pronoun(flat: str) -> dict[str, str]:
    """{"m": "D", "f": "B"} from plain text; empty unless both a boy's and a girl's group are told so."""
    told = {"f" if who == "ella" else "m": letter.upper() for who, letter in _HE_OR_SHE.findall(flat)}
    return told if len(told) == 2 else {}


def sex_of(given: str) -> str:
    """Guess "m" or "f" from the ending of a plain Spanish given name: enough to tell two children apart."""
    return "f" if given.endswith("a") else "m"
