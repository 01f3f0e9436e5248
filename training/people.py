"""The people of one mail and the many ways in which a mail writes their names."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

from training.grammar import read_blocks
from training.person_names import COMMUNITIES, given, surname

_RARE = Path(__file__).parent / "names" / "rare_surnames.txt"
_HYPOCORISTICS = Path(__file__).resolve().parent.parent / "rules" / "hypocoristics.csv"
#: Surnames that are everyday words, and rare ones: shape and context must tell, not a list.
_HELD_OUT = 7  #: one name of so many is kept for the held-out mails


@dataclass(frozen=True, slots=True)
class Person:
    """`sex` is "H" or "M" as in Séneca."""

    given: str
    surname1: str
    surname2: str
    sex: str

    @property
    def woman(self) -> bool:
        return self.sex == "M"


@dataclass(frozen=True, slots=True)
class Family:
    guardian: Person
    spouse: Person
    children: tuple[Person, ...]


@cache
def _shorts() -> dict[str, tuple[str, ...]]:
    shorts: dict[str, list[str]] = defaultdict(list)
    with _HYPOCORISTICS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            shorts[row["formal"]].append(row["short"])
    return {formal: tuple(names) for formal, names in shorts.items()}


@cache
def _rare(section: str) -> tuple[str, ...]:
    return tuple(" ".join(read_blocks(_RARE)[section]).split())


class Town:
    """Where people come from: draws families and strangers; `held_out` draws from the names kept apart."""

    def __init__(self, rng: Random, *, held_out: bool) -> None:
        self._rng, self._held_out = rng, held_out

    def community(self) -> str:
        return "spanish" if self._rng.random() < 0.62 else self._rng.choice(COMMUNITIES)

    def person(self, community: str, sex: str, *, young: bool) -> Person:
        second = community in ("spanish", "latin_american")
        return Person(
            self._kept(lambda: given(self._rng, community, sex, young=young)),
            self._surname(community, sex),
            self._surname(community, sex) if second or self._rng.random() < 0.15 else "",
            sex,
        )

    def stranger(self) -> Person:
        community = "spanish" if self._rng.random() < 0.8 else self.community()
        return self.person(community, self._rng.choice("HM"), young=self._rng.random() < 0.3)

    def family(self) -> Family:
        rng, community = self._rng, self.community()
        guardian = self.person(community, "M" if rng.random() < 0.7 else "H", young=False)
        other = "H" if guardian.woman else "M"
        spouse = self.person(community if rng.random() < 0.9 else self.community(), other, young=False)
        first, second = (spouse, guardian) if guardian.woman else (guardian, spouse)
        children = []
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
            child = self.person(community, rng.choice("HM"), young=True)
            one, two = first.surname1, second.surname1
            dice = rng.random()
            if dice < 0.08:
                one = two  # the other parent's name first, or a mother alone
                two = second.surname2
            elif dice < 0.14:
                one, two = child.surname1, child.surname2  # stepfather, foster family
            child = replace(
                child, surname1=one, surname2=two if child.surname2 or community == "spanish" else ""
            )
            children.append(child)
        return Family(guardian, spouse, tuple(children))

    def _surname(self, community: str, sex: str) -> str:
        if community != "spanish":
            return self._kept(lambda: surname(self._rng, community, sex))
        dice = self._rng.random()
        if dice < 0.12:
            return self._rng.choice(_rare("wordlike"))
        if dice < 0.16:
            return f"{self._rng.choice(('de', 'de', 'del', 'de la'))} {self._rng.choice(_rare('towns'))}"
        if dice < 0.34:
            return self._invented()
        return self._kept(lambda: surname(self._rng, community, sex))

    def _invented(self) -> str:
        """A surname that no list holds: most surnames of a school are rare."""
        middles = self._rng.choices(_rare("middles"), k=self._rng.choice((0, 1, 1, 2)))
        return self._rng.choice(_rare("starts")) + "".join(middles) + self._rng.choice(_rare("ends"))

    def _kept(self, draw: Callable[[], str]) -> str:
        """A name on the right side of the split; after some tries any will do."""
        name = ""
        for _ in range(12):
            name = draw()
            if (crc32(name.encode()) % _HELD_OUT == 0) == self._held_out:
                break
        return name


def mention(person: Person, rng: Random, style: str) -> str:
    """One way of writing a person; `style` is "any", "sign", "given", "adult" or "list"."""
    if style == "given":
        return _given(person, rng)
    if style == "list":
        return f"{_surnames(person, rng, 1.0)}, {person.given}"
    dice = rng.random()
    if dice < 0.06 and style != "adult":
        return f"{_surnames(person, rng, 1.0)}{rng.choice((', ', ', ', ','))}{person.given}"
    if dice < 0.10:
        return f"{_surnames(person, rng, 0.5)} {person.given}"
    if dice < 0.15:
        return f"{_initials(person.given)} {_surnames(person, rng, 0.7)}"
    if dice < 0.17:
        return f"{person.given} {person.surname1[0]}."
    if dice < (0.24 if style != "adult" else 0.4):
        return _given(person, rng)
    return f"{_given(person, rng)} {_surnames(person, rng, 0.35 if style == 'adult' else 0.65)}"


def _given(person: Person, rng: Random) -> str:
    names = person.given
    if rng.random() < 0.22 and (shorts := _shorts().get(names)):
        return rng.choice(shorts)
    if " " in names and rng.random() < 0.15:
        return names.split()[0]
    if names.startswith("María ") and rng.random() < 0.3:
        return names.replace("María", rng.choice(("Mª", "M.ª", "Mª.", "M", "Ma", "Mari")), 1)
    return names


def _initials(given_name: str) -> str:
    return " ".join(f"{word[0]}." for word in given_name.split() if word[0].isupper())


def _surnames(person: Person, rng: Random, both: float) -> str:
    if not person.surname2 or rng.random() > both:
        return person.surname1
    joint = "-" if rng.random() < 0.02 else " "
    return f"{person.surname1}{joint}{person.surname2}"
