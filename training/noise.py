"""How people type: every change keeps the pieces of a mail, so the labels stay exact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from anyascii import anyascii

from training.grammar import Piece

Change = Callable[[str, Random], str]

_CHAT = {
    "que": ("q", "k"), "por": ("x",), "porque": ("xq", "pq"), "de": ("d",), "me": ("m",), "te": ("t",),
    "está": ("sta", "ta"), "también": ("tb",), "gracias": ("grasias", "graciass"), "teléfono": ("tlf",),
    "móvil": ("movi", "mobil"), "bien": ("bn",), "mañana": ("mñn",), "para": ("pa",), "contraseña": ("contraceña",),
}  # fmt: skip
_ANDALUSIAN = (
    (r"ado\b", "ao"), (r"\bpara\b", "pa"), (r"s\b", ""), (r"ci", "si"), (r"ce", "se"), (r"z", "s"), (r"\bhe\b", "e"),
    (r"\bha\b", "a"), (r"ll", "y"), (r"j", "h"), (r"\bmuy\b", "mu"), (r"v", "b"), (r"r\b", ""),
)  # fmt: skip
_NEIGHBOURS = {
    "a": "s", "e": "r", "i": "o", "o": "i", "n": "m", "s": "a", "r": "t", "l": "k", "c": "v", "t": "r",
}  # fmt: skip


def lower(text: str, _rng: Random) -> str:
    return text.lower()


def upper(text: str, _rng: Random) -> str:
    return text.upper()


def no_accents(text: str, _rng: Random) -> str:
    return "".join(
        c if c in "ñÑºª€¿¡" else anyascii(c) if c.isascii() or c in "áéíóúüÁÉÍÓÚÜ" else c for c in text
    )


def no_punctuation(text: str, rng: Random) -> str:
    """A dictated mail: no capitals, hardly a comma, one long line."""
    return re.sub(
        r"\s*[.,;:!?¿¡()\n]+\s*(?=\s|$|[^\W\d])", lambda _: rng.choice((" ", " ", " ", ", ")), text
    ).lower()


def chat(text: str, rng: Random) -> str:
    def shorten(word: re.Match[str]) -> str:
        return rng.choice(_CHAT[word[0]]) if word[0] in _CHAT and rng.random() < 0.6 else word[0]

    return re.sub(r"\w+", shorten, text)


def andalusian(text: str, rng: Random) -> str:
    for pattern, written in rng.sample(_ANDALUSIAN, 4):
        text = re.sub(pattern, written, text)
    return text


def mojibake(text: str, _rng: Random) -> str:
    return (
        text.encode("utf-8").decode("latin-1").replace("\x81", "?").replace("\x8d", "?").replace("\xad", "-")
    )


def replacement(text: str, _rng: Random) -> str:
    return "".join("\ufffd" if c in "áéíóúñÑÁÉÍÓÚ" else c for c in text)


def typos(text: str, rng: Random) -> str:
    """A letter in sixty is doubled, dropped, swapped or its neighbour's."""
    letters = list(text)
    for i, letter in enumerate(letters):
        if letter.isalpha() and rng.random() < 1 / 60:
            kind = rng.randrange(4)
            if kind == 0:
                letters[i] = letter * 2
            elif kind == 1 and 0 < i < len(letters) - 1:
                letters[i] = ""
            elif kind == 2 and i + 1 < len(letters) and letters[i + 1].isalpha():
                letters[i], letters[i + 1] = letters[i + 1], letter
            elif letter in _NEIGHBOURS:
                letters[i] = _NEIGHBOURS[letter]
    return "".join(letters)


#: (share of mails, changes to all text, changes only outside names)
_REGISTERS: tuple[tuple[float, tuple[Change, ...], tuple[Change, ...]], ...] = (
    (0.40, (), ()),
    (0.10, (no_accents,), ()),
    (0.10, (lower,), ()),
    (0.08, (lower, no_accents), (chat,)),
    (0.05, (), (chat,)),
    (0.06, (upper,), ()),
    (0.03, (no_accents, upper), ()),
    (0.06, (no_punctuation,), ()),
    (0.03, (no_punctuation, no_accents), (chat,)),
    (0.04, (lower,), (andalusian,)),
    (0.02, (), (lower, andalusian)),
    (0.015, (mojibake,), ()),
    (0.015, (replacement,), ()),
)


def noisy(pieces: Sequence[Piece], rng: Random) -> list[Piece]:
    """The pieces in one register, and typos in one mail of five."""
    everywhere, outside = rng.choices([r[1:] for r in _REGISTERS], [r[0] for r in _REGISTERS])[0]
    if rng.random() < 0.2:
        everywhere = (typos, *everywhere)
    result = []
    for piece in pieces:
        text = piece.text
        for change in (*(() if piece.label else outside), *everywhere):
            text = change(text, rng)
        result.append(replace(piece, text=text))
    return result
