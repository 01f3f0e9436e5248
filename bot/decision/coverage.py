"""Which combinations of facts reach a rule: exact, by cutting boxes out of boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: A set of combinations: each fact named has one of these values, any other fact has any value.
Box = Mapping[str, frozenset[str]]


def holds(box: Box, values: Mapping[str, str]) -> bool:
    """Does this combination lie in the box?"""
    return all(values.get(fact) in allowed for fact, allowed in box.items())


def uncovered(box: Box, cuts: Sequence[Box], domain: Box) -> Box | None:
    """Some part of `box` that lies in none of `cuts`; None when they cover it.

    `domain` holds every fact's allowed values.
    """
    inside = dict(box)
    for index, cut in enumerate(cuts):
        if any(not inside.get(fact, domain[fact]) & allowed for fact, allowed in cut.items()):
            continue  # what follows would say the same, twenty times slower
        for fact, allowed in cut.items():
            current = inside.get(fact, domain[fact])
            if current - allowed:
                found = uncovered({**inside, fact: current - allowed}, cuts[index + 1 :], domain)
                if found is not None:
                    return found
            inside[fact] = current & allowed
        return None
    return inside
