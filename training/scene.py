"""What fills the slots of one mail: its family, its strangers, its numbers and places."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from training.grammar import Piece, read_blocks
from training.people import Family, Person, Town, mention

_NAMES = Path(__file__).parent / "names"
GUARDIAN, STUDENT, OTHER = "GUARDIAN", "STUDENT", "OTHER"
_ORDINALS = {1: "primero", 2: "segundo", 3: "tercero", 4: "cuarto"}


@cache
def _common_words() -> tuple[str, ...]:
    """Everyday words in any order: they teach that an unknown small word is no name."""
    return tuple((_NAMES / "common_words.txt").read_text(encoding="utf-8").split())


class Scene:
    """The people and things of one mail; `fill` answers every slot of the blocks."""

    def __init__(self, rng: Random, *, held_out: bool) -> None:
        self._rng = rng
        self._town = Town(rng, held_out=held_out)
        self.family: Family = self._town.family()
        self.course, self.course2, self.phone = self._a_course(), self._a_course(), self._a_phone("67")
        self.teacher = self._town.stranger()
        self._slots: dict[str, Callable[[], list[Piece]]] = {
            "G": lambda: self._named(self.family.guardian, GUARDIAN, "any"),
            "G1": lambda: self._named(self.family.guardian, GUARDIAN, "given"),
            "GL": lambda: self._named(self.family.guardian, GUARDIAN, "list"),
            "S": lambda: self._named(self.family.children[0], STUDENT, "any"),
            "S1": lambda: self._named(self.family.children[0], STUDENT, "given"),
            "SL": lambda: self._named(self.family.children[0], STUDENT, "list"),
            "S2": lambda: self._named(self.family.children[-1], STUDENT, self._rng.choice(("any", "given"))),
            "S3": lambda: self._named(self.family.children[len(self.family.children) // 2], STUDENT, "given"),
            "SS": self._siblings,
            "Words": lambda: [Piece(" ".join(rng.choices(_common_words(), k=rng.randint(3, 9))).capitalize())],
            "words": lambda: [Piece(" ".join(rng.choices(_common_words(), k=rng.randint(3, 9))))],
            "SP": lambda: self._named(self.family.spouse, OTHER, "adult"),
            "SP1": lambda: self._named(self.family.spouse, OTHER, "given"),
            "T": lambda: self._named(self.teacher, OTHER, "adult"),
            "T1": lambda: self._named(self.teacher, OTHER, "given"),
            "O": lambda: self._named(self._town.stranger(), OTHER, "any"),
            "O1": lambda: self._named(self._town.stranger(), OTHER, "given"),
            "K": lambda: self._named(self._town.stranger(), OTHER, "adult"),
            "K1": lambda: self._named(self._town.stranger(), OTHER, "given"),
            "c": lambda: [Piece(self.course)],
            "c2": lambda: [Piece(self.course2)],
            "p": lambda: [Piece(self.phone)],
            "p2": lambda: [Piece(self._a_phone("69"))],
            "n": lambda: [Piece(str(rng.randint(2, 20)))],
            "dni": lambda: [Piece(f"{rng.randint(10**7, 10**8 - 1)}{rng.choice(('', '-', ' '))}{rng.choice('TRWAGMYFPD')}")],
            "date": self._a_date,
            "mail": self._a_mail,
            "street": lambda: [Piece(self._thing("streets").format(self._thing("street names")) + f", {rng.randint(1, 90)}")],
            "school": lambda: [Piece(self._thing("schools"))],
            "hosp": lambda: [Piece(self._thing("hospitals"))],
            "saint": lambda: [Piece(self._thing("saints"))],
            "company": lambda: [Piece(self._thing("companies").format(self._town.stranger().surname1))],
            "err": lambda: [Piece(self._thing("errors"))],
        }  # fmt: skip

    def fill(self, slot: str) -> list[Piece]:
        """Raises KeyError for a slot that nobody knows."""
        if slot[:2] in ("g:", "s:"):
            woman = self.family.guardian.woman if slot[0] == "g" else self.family.children[0].woman
            return [Piece(slot[2:].split("/")[0 if woman else 1])]
        return self._slots[slot]()

    def named(self, style: str, *, guardian: bool) -> list[Piece]:
        person = self.family.guardian if guardian else self.family.children[0]
        return self._named(person, GUARDIAN if guardian else STUDENT, style)

    def _named(self, person: Person, label: str, style: str) -> list[Piece]:
        return [Piece(mention(person, self._rng, style), label)]

    def _thing(self, kind: str) -> str:
        return self._rng.choice(read_blocks(_NAMES / "things.txt")[kind])

    def _siblings(self) -> list[Piece]:
        """As in "Ana, Luis y Eva Pérez Ruiz": the surnames stand with the last one only."""
        *first, last = self.family.children if len(self.family.children) > 1 else self.family.children * 2
        pieces: list[Piece] = []
        for i, child in enumerate(first):
            pieces += [
                Piece(mention(child, self._rng, "given"), STUDENT),
                Piece(", " if i < len(first) - 1 else ""),
            ]
        return [
            *pieces,
            Piece(self._rng.choice((" y ", " y ", " y ", " e ", " / ", ", ", " & "))),
            *self._named(last, STUDENT, "any"),
        ]

    def _a_course(self) -> str:
        rng = self._rng
        level, group = rng.randint(1, 4), rng.choice("ABCDEF")
        two = rng.randint(1, 2)
        cycle, other, third = (self._thing("cycles") for _ in range(3))
        return rng.choice(
            (
                f"{level}º ESO {group}", f"{level}º {group}", f"{level}º{group}", f"{level}{group}", f"{level} {group}",
                f"{level}º de ESO {group}", f"{level}º de la ESO, grupo {group}", f"{level}ºESO-{group}",
                f"{_ORDINALS[level]} {group.lower()}", f"{_ORDINALS[level]} de la eso {group.lower()}",
                f"{_ORDINALS[level]} de ESO", f"{_ORDINALS[level]} {group}", f"{level}º E.S.O. {group}",
                f"{two}º Bachillerato {group}", f"{two} bach {group}", f"{_ORDINALS[two]} de bachillerato",
                f"{two}º {cycle}", f"{_ORDINALS[two]} de {other}", f"{two}º FPB",
                f"{_ORDINALS[two]} del grado medio de {third}", f"{level}º PDC", f"{level} diver",
                f"{level}ESO{group}", f"{level}°{group}", f"{two}º de FP básica", f"{level}ºESO", "ciclo de informática",
            )
        )  # fmt: skip

    def _a_phone(self, first: str) -> str:
        rng = self._rng
        digits = rng.choice(first) + "".join(rng.choices("0123456789", k=8))
        groups = rng.choice(((9,), (9,), (3, 3, 3), (3, 2, 2, 2)))
        parts, at = [], 0
        for size in groups:
            parts.append(digits[at : at + size])
            at += size
        return rng.choice(("", "", "", "+34 ", "0034")) + rng.choice((" ", " ", ".", "-")).join(parts)

    def _a_date(self) -> list[Piece]:
        rng = self._rng
        day, month = rng.randint(1, 28), self._thing("months")
        return [
            Piece(
                rng.choice(
                    (
                        f"{day} de {month}",
                        f"{day}/{rng.randint(1, 12)}/{rng.randint(2008, 2027)}",
                        f"{day} {month[:3]} 2026",
                    )
                )
            )
        ]

    def _a_mail(self) -> list[Piece]:
        person = self.family.guardian if self._rng.random() < 0.6 else self._town.stranger()
        user = f"{person.given.split()[0]}{self._rng.choice(('', '.', '_'))}{person.surname1.split()[-1]}".lower()
        return [Piece(f"{user}{self._rng.choice(('', '7', '81'))}@{self._thing('domains')}")]
