"""Where a name on file and the name in a mail differ, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from bot.console.marks import Piece
from bot.text.words import fold

OTHER = "other"  #: what a Piece shows: not so in the mail
_SAME_WORD = 60  #: of 100: below it, two words are not one word misspelt


def differences(on_file: str, said: str) -> Iterator[Piece]:
    """The name on file, cut; what the mail does not say is marked. Order, accents, case do not count."""
    words = fold(said).split()
    for place, word in enumerate(on_file.split()):
        if place:
            yield Piece(" ")
        yield from _word(word, words)


def _word(word: str, words: list[str]) -> Iterator[Piece]:
    letters = [fold(letter) for letter in word]
    folded = "".join(letters)
    best = max(words, key=lambda other: ratio(folded, other), default="")
    if ratio(folded, best) < _SAME_WORD:
        yield Piece(word, OTHER)
        return
    same = [False] * len(folded)
    for block in SequenceMatcher(None, folded, best, autojunk=False).get_matching_blocks():
        same[block.a : block.a + block.size] = [True] * block.size
    at, run, marked = 0, "", False
    for letter, plain in zip(word, letters, strict=True):
        differs = not all(same[at : at + len(plain)])
        at += len(plain)
        if run and differs is not marked:
            yield Piece(run, OTHER if marked else "")
            run = ""
        run, marked = run + letter, differs
    yield Piece(run, OTHER if marked else "")
