"""Names for synthetic families: Spanish ones with their uneven frequencies, and communities' lists.

All lists stand in `names/` (made by hand). The Spanish one is general knowledge of who is called what in
Andalusia, most frequent first; the long tail comes from Faker.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

from faker.providers.person.es_ES import Provider as Spain

COMMUNITIES = (
    "moroccan",
    "romanian",
    "latin_american",
    "british_german",
    "chinese",
    "ukrainian_russian",
    "senegalese_malian",
    "pakistani",
)

_GIVEN = {"M": "given_f", "H": "given_m"}
_TAIL = 0.25  # share of names from Faker's long tail


@cache
def _names(community: str, kind: str) -> tuple[str, ...]:
    """Names of one list, by their `kind` in it."""
    path = Path(__file__).parent / "names" / f"{community}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(row["name"] for row in csv.DictReader(lines) if row["kind"] == kind)


@cache
def _falling(count: int) -> tuple[float, ...]:
    """Cumulative weights 1/(rank+3): the head is frequent, but nobody is everybody."""
    total, weights = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 3)
        weights.append(total)
    return tuple(weights)


def spanish_given(rng: Random, sex: str, *, young: bool) -> str:
    """A given name, sometimes compound; `sex` is "H" or "M" as in Séneca."""
    if rng.random() < _TAIL:
        return rng.choice(Spain.first_names_female if sex == "M" else Spain.first_names_male)
    names = _names("spanish", f"{_GIVEN[sex]}{'_young' if young else ''}")
    return rng.choices(names, cum_weights=_falling(len(names)))[0]


def spanish_surname(rng: Random) -> str:
    """One surname; now and then with a particle or a hyphen."""
    dice = rng.random()
    if dice < 0.02:
        return rng.choice(_names("spanish", "surname_particle"))
    if dice < 0.026:
        return rng.choice(_names("spanish", "surname_hyphen"))
    if dice < 0.026 + _TAIL:
        return rng.choice(Spain.last_names)
    names = _names("spanish", "surname")
    return rng.choices(names, cum_weights=_falling(len(names)))[0]


def given(rng: Random, community: str, sex: str, *, young: bool) -> str:
    """A given name of a community; "spanish" is one."""
    if community == "spanish":
        return spanish_given(rng, sex, young=young)
    names = _names(community, _GIVEN[sex])
    name = rng.choice(names)
    if (
        community in ("romanian", "latin_american", "british_german")
        and " " not in name
        and rng.random() < 0.3
    ):
        return f"{name} {rng.choice(names)}"
    if community == "chinese" and young and rng.random() < 0.4:
        return spanish_given(rng, sex, young=True)
    return name


def surname(rng: Random, community: str, sex: str = "H") -> str:
    """A surname of a community, in the form that this sex bears (Ivanov, Ivanova)."""
    if community == "spanish":
        return spanish_surname(rng)
    return inflected(rng.choice(_names(community, "surname")), community, sex)


def inflected(name: str, community: str, sex: str) -> str:
    """Slavic surnames in -ov, -ev, -in take an -a for women."""
    if community != "ukrainian_russian":
        return name
    base = name.removesuffix("a") if name.endswith(("ova", "eva", "ina")) else name
    return f"{base}a" if sex == "M" and base.endswith(("ov", "ev", "in")) else base
