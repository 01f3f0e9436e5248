"""How many things there are, and numbers with decimals, as people read them."""

from __future__ import annotations


def amount(number: int, one: str, many: str) -> str:
    """(1, "clave", "claves") -> "1 clave"; of none there are "0 claves"."""
    return f"{number} {one if number == 1 else many}"


def decimal(number: float, form: str, *, comma: str = ",") -> str:
    """(6.42, "+.1f") -> "+6,4"; `comma`: the decimal sign of another language.

    For what was measured or counted. A limit of the rules is shown as it is typed there: with a point.
    """
    return format(number, form).replace(".", comma)
