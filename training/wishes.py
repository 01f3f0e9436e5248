"""Made-up sentences that families write, each with what it wants, to tell their wishes apart."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bot.text.ascii_text import ascii_text
from training.gist import Saying
from training.grammar import read_blocks
from training.machines import SAYINGS, spoken
from training.people import Town

_FOLDER = SAYINGS / "wishes"
KINDS = tuple(sorted(path.stem for path in _FOLDER.glob("*.txt") if path.stem != "none"))
_SPANISH = 0.55  #: share of sentences in Spanish
_DATA = 0.35  #: share of sentences that want nothing


def wishes(count: int, seed: int) -> Iterator[Saying]:
    """So many stretches of one to three sentences, always the same ones for a seed."""
    rng = Random(seed)
    town = Town(rng, held_out=False)
    books = {path.stem: read_blocks(path) for path in sorted(_FOLDER.glob("*.txt"))}
    languages = sorted(books["none"])
    for _ in range(count):
        language = "es" if rng.random() < _SPANISH else rng.choice(languages)
        kinds = {_kind(rng) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))}
        kinds = {kind for kind in kinds if language in books[kind]} or {"none"}
        said = [spoken(rng.choice(books[kind][language]), rng, town) for kind in sorted(kinds)]
        rng.shuffle(said)
        text = rng.choice((". ", ", ", " ", "; ")).join(said)
        yield Saying("", ascii_text(text), frozenset(kinds - {"none"}))


def _kind(rng: Random) -> str:
    return "none" if rng.random() < _DATA else rng.choice(KINDS)
