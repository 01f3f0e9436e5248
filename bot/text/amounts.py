"""How many things there are, in words for people."""

from __future__ import annotations


def amount(number: int, one: str, many: str) -> str:
    """(1, "clave", "claves") -> "1 clave"; of none there are "0 claves"."""
    return f"{number} {one if number == 1 else many}"
