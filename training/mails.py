"""Whole mails, composed from blocks: prose, forms, tables, telegrams, subjects, third parties …"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from training.grammar import Piece, expand, parse, read_blocks
from training.noise import noisy
from training.scene import Scene

Layout = Callable[[], list[Piece]]

_BLOCKS = Path(__file__).parent / "blocks"
_SIDE_REMARKS = (
    ("chatter", 0.5), ("chatter", 0.3), ("story", 0.5), ("story", 0.25), ("fact", 0.3), ("plea", 0.35), ("problem", 0.15)
)  # fmt: skip
_SPANISH = 0.84  #: share of mails in Spanish


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail and the exact spans of its names: (start, end, label)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def samples(count: int, seed: int, *, held_out: bool = False) -> Iterator[Sample]:
    """So many mails, always the same ones for a seed; `held_out` uses the blocks and names kept apart."""
    rng = Random(seed)
    for _ in range(count):
        pieces = _Mail(rng, held_out=held_out).compose()
        yield _sample(noisy(pieces, rng))


def _sample(pieces: list[Piece]) -> Sample:
    text, spans = "", []
    for piece in pieces:
        name = piece.text.strip()
        if piece.label and name:
            start = len(text) + piece.text.index(name)
            spans.append((start, start + len(name), piece.label))
        text += piece.text
    return Sample(text, tuple(spans))


@cache
def _languages(*, held_out: bool) -> dict[str, dict[str, tuple[str, ...]]]:
    folder = _BLOCKS / "held_out" if held_out else _BLOCKS
    return {path.stem: read_blocks(path) for path in sorted(folder.glob("*.txt"))}


class _Mail:
    """One mail in the making."""

    def __init__(self, rng: Random, *, held_out: bool) -> None:
        languages = _languages(held_out=held_out)
        foreign = [name for name in languages if name != "es"]
        self._rng = rng
        self._language = "es" if rng.random() < _SPANISH or not foreign else rng.choice(foreign)
        self._blocks = languages[self._language]
        self._scene = Scene(rng, held_out=held_out)

    def compose(self) -> list[Piece]:
        layouts = self._spanish_layouts() if self._language == "es" else self._foreign_layouts()
        body = self._rng.choices(list(layouts), list(layouts.values()))[0]()
        if self._has("quote") and self._chance(0.07):
            body += [Piece("\n\n"), *self._a("quote")]
        dice = self._rng.random()
        if dice < 0.45 or not self._has("subject"):
            return body
        if dice < 0.50:
            return self._a("subject")
        return [*self._a("subject"), Piece("\n\n"), *body]

    def _spanish_layouts(self) -> dict[Layout, int]:
        return {
            self._prose: 46,
            self._form: 14,
            self._telegram: 9,
            self._all_in_one: 8,
            self._table: 4,
            self._third_party: 9,
            self._other: 10,
            self._short: 2,
        }

    def _foreign_layouts(self) -> dict[Layout, int]:
        return {self._prose: 80, self._form: 12, self._short: 8}

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def _has(self, section: str) -> bool:
        return bool(self._blocks.get(section))

    def _a(self, section: str) -> list[Piece]:
        block = self._rng.choice(self._blocks[section])
        return list(expand(parse(block), self._rng, self._scene.fill))

    def _maybe(self, section: str, probability: float) -> list[list[Piece]]:
        return [self._a(section)] if self._has(section) and self._chance(probability) else []

    def _prose(self) -> list[Piece]:
        """Sentences in any order, on one line or on several, with or without a signature."""
        who = [self._a("intro")] if self._chance(0.6) else [self._a("intro_s"), *self._maybe("intro_g", 0.7)]
        middle = [
            *who,
            *self._maybe("problem", 0.85),
            *self._maybe("tried", 0.35),
            *self._maybe("phone", 0.7),
        ]
        for section, probability in _SIDE_REMARKS:
            middle += self._maybe(section, probability)
        self._rng.shuffle(middle)
        return self._framed(middle)

    def _framed(self, middle: list[list[Piece]], *, signed: float = 0.6) -> list[Piece]:
        parts = [*self._maybe("greeting", 0.8), *middle, *self._maybe("closing", 0.7)]
        gap = self._rng.choice((" ", " ", " ", "\n", "\n\n", ", ", ". "))
        mail: list[Piece] = []
        for i, part in enumerate(parts):
            between = "\n" if self._chance(0.12) else gap
            mail += [Piece(between), *part] if i else part
        return [*mail, *self._signature()] if self._chance(signed) else mail

    def _signature(self) -> list[Piece]:
        """The guardian's name below, with an employer's lines or a telephone's advertisement."""
        rng = self._rng
        lines = [Piece(rng.choice(("\n\n", "\n", "\n\n\n", "\n--\n", "\n\n-- \n", ". ", " ")))]
        lines.append(Piece(rng.choice(("", "", "", "", "Fdo. ", "D. ", "Firmado: "))))
        lines += self._scene.named("any" if self._chance(0.85) else "given", guardian=True)
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            if self._has("sign_extra"):
                lines += [Piece("\n"), *self._a("sign_extra")]
        return lines

    def _form(self) -> list[Piece]:
        """Label and value, line by line, in many layouts."""
        rng = self._rng
        if not self._has("label_g"):
            return self._prose()
        bullet = rng.choice(("", "", "", "- ", "• ", "* ", "> ", "– "))
        colon = rng.choice((": ", ": ", ": ", ":", " - ", " = ", "\t", " -> ", ":\n", "  ", " : "))
        end = rng.choice(("\n", "\n", "\n", "\n\n", ", ", "; ", " / ", ". "))
        split, listed = self._chance(0.12) and self._has("label_name"), self._chance(0.15)
        fields: list[list[Piece]] = [
            [*self._a("label_g"), Piece(colon), *self._names(guardian=True, split=split, listed=listed, colon=colon, end=end)],
            [*self._a("label_s"), Piece(colon), *self._names(guardian=False, split=split, listed=listed, colon=colon, end=end)],
        ]  # fmt: skip
        if self._chance(0.15):  # pupil and course in one field, or two pupils
            fields[1] += [
                Piece(rng.choice((", ", " ", " - ", " / "))),
                *self._scene.fill(rng.choice(("c", "c", "S2"))),
            ]
        fields += [[*self._a(label), Piece(colon), *self._scene.fill(slot)] for label, slot in (("label_c", "c"), ("label_p", "p")) if self._chance(0.8)]  # fmt: skip
        if self._has("label_x") and self._chance(0.4):
            fields.append([*self._a("label_x"), Piece(colon), *self._a("problem")])
        if self._chance(0.4):
            rng.shuffle(fields)
        numbered = self._chance(0.1)
        form: list[Piece] = []
        for i, field in enumerate(fields):
            form += [Piece(f"{i + 1}{rng.choice('.)')} " if numbered else bullet), *field, Piece(end)]
        return (
            self._framed([*self._maybe("form_intro", 0.4), form], signed=0.3) if self._chance(0.6) else form
        )

    def _names(self, *, guardian: bool, split: bool, listed: bool, colon: str, end: str) -> list[Piece]:
        """A name as the value of a field, or as two fields of given name and surnames."""
        if not split:
            return self._scene.named("list" if listed else "any", guardian=guardian)
        family = self._scene.family
        person = family.guardian if guardian else family.children[0]
        label = "GUARDIAN" if guardian else "STUDENT"
        surnames = f"{person.surname1} {person.surname2}".strip()
        parts = [
            [*self._a("label_name"), Piece(colon), Piece(person.given, label)],
            [*self._a("label_surnames"), Piece(colon), Piece(surnames, label)],
        ]
        if self._chance(0.5):
            parts.reverse()
        return [Piece(end), *parts[0], Piece(end), *parts[1]]

    def _telegram(self) -> list[Piece]:
        """Bare data without labels."""
        rng = self._rng
        joint = rng.choice(("\n", "\n", "\n", ", ", " / ", " - ", ". ", " ", "\n\n", "; "))
        items = [self._scene.named("any", guardian=True), self._scene.named("any", guardian=False)]
        if self._chance(0.15):
            items.append(self._scene.fill("S2"))
        items += [self._scene.fill(slot) for slot in ("c", "p") if self._chance(0.85)]
        if self._chance(0.15):
            rng.shuffle(items)
        if self._chance(0.3):  # the pupil with the course on one line
            items[1] = [*items[1], Piece(rng.choice((", ", " ", " ("))), *self._scene.fill("c")]
        mail: list[Piece] = []
        for i, item in enumerate(items):
            mail += [Piece(joint), *item] if i else item
        return self._framed([*self._maybe("problem", 0.6), mail], signed=0.1) if self._chance(0.6) else mail

    def _all_in_one(self) -> list[Piece]:
        return self._a("all_in_one")

    def _table(self) -> list[Piece]:
        """A header row and one row a pupil."""
        rng = self._rng
        bar = rng.choice((" | ", "\t", "   ", ";", " ; ", "|"))
        columns = [("label_g", "G"), ("label_s", "S"), ("label_c", "c"), ("label_p", "p")]
        if self._chance(0.4):
            rng.shuffle(columns)
        mail: list[Piece] = []
        for i, (label, _) in enumerate(columns):
            mail += [Piece(bar), *self._a(label)] if i else self._a(label)
        mail.append(Piece("\n"))
        for i, (_, slot) in enumerate(columns):
            mail += [Piece(bar), *self._scene.fill(slot)] if i else self._scene.fill(slot)
        return self._framed([*self._maybe("form_intro", 0.5), mail], signed=0.4)

    def _third_party(self) -> list[Piece]:
        section = "student" if self._chance(0.45) else "third"
        middle = [
            self._a(section),
            *self._maybe("problem", 0.6),
            *self._maybe("phone", 0.6),
            *self._maybe("story", 0.3),
            *self._maybe("chatter", 0.3),
        ]
        return self._framed(middle, signed=0.0)

    def _other(self) -> list[Piece]:
        middle = [
            self._a("other_topic"),
            *self._maybe("chatter", 0.5),
            *self._maybe("story", 0.5),
            *self._maybe("intro_s", 0.2),
        ]
        return self._framed(middle, signed=0.5)

    def _short(self) -> list[Piece]:
        """A name alone, as in a display name or an answer to our question."""
        return self._scene.named("any", guardian=True)
