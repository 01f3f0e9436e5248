"""How a name sounds to a Spanish ear, and how far two spellings are apart. Words come folded."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

# In this order: digraphs before single letters. What sounds alike in Spanish gets one letter;
# the French and English manners of writing Arabic and Slavic names (ou, kh, sh, dj) are folded in.
_SOUNDS = (
    *((digraph, "C") for digraph in ("tsch", "tch", "tx", "sch", "ch", "sh")),
    ("ph", "f"),
    *((digraph, "j") for digraph in ("kh", "dj")),
    ("h", ""),
    *((digraph, "u") for digraph in ("oo", "ou")),
    ("ee", "i"),
    *((letters, "i") for letters in ("ll", "y")),
    *(("que", "ke"), ("qui", "ki"), ("ck", "k"), ("q", "k")),
    *(("ge", "je"), ("gi", "ji")),
    *(("gue", "ge"), ("gui", "gi")),
    *(("ce", "se"), ("ci", "si"), ("z", "s"), ("c", "k")),
    *(("v", "b"), ("w", "b")),
    *(("mb", "nb"), ("mp", "np")),
)
_DOUBLED = re.compile(r"(.)\1+")
_SLAVIC_WOMAN = re.compile(r"(?<=[oei][vn])a$|(?<=sk)(aya|aia|aja|a)$")
_SLAVIC_MAN = re.compile(r"(?<=sk)(yy|iy|yi|ii|y|i)$")


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Key under which spellings of one sound meet: b/v, h, ll/y, z/s/c, g/j, doubled letters.

    >>> sound("jimenez") == sound("gimenes")
    True
    """
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    if word[:1] == "x":
        word = "j" + word[1:]
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def slavic_stem(surname: str) -> str:
    """A surname without its gender: Petrova and Petrov, Kovalska and Kovalsky are one family."""
    return _SLAVIC_MAN.sub("", _SLAVIC_WOMAN.sub("", surname))


def romanian_nominatives(word: str) -> tuple[str, ...]:
    """The folded given names whose genitive it is: "dariei" -> "daria"; "andreei" -> "andrea", "andreea"."""
    if not word.endswith(("ei", "ai")) or len(word) <= 4:
        return ()
    return (word[:-2] + "a", word[:-1] + "a") if word.endswith("eei") else (word[:-2] + "a",)


def slips_allowed(length: int) -> int:
    """How many typing slips a word of this length bears and still is that word."""
    return 0 if length <= 3 else 1 if length <= 8 else 2


def is_slip(one: str, other: str) -> bool:
    """Whether the two differ by no more slips (letter lost, added, changed, two swapped) than allowed.

    A slip counts in the letters or in the sound, whichever is nearer; the first of them stands, for
    hardly anybody slips there.
    """
    if one[:1] != other[:1] and sound(one)[:1] != sound(other)[:1]:
        return False
    allowed = slips_allowed(min(len(one), len(other)))
    if not allowed or abs(len(one) - len(other)) > allowed:
        return False
    return (
        OSA.distance(one, other, score_cutoff=allowed) <= allowed
        or OSA.distance(sound(one), sound(other), score_cutoff=1) <= 1
    )


def is_blend(word: str, first: str, whole: str) -> bool:
    """Juande, Josema: a compound name cut short, its first word whole and something of the next."""
    return len(word) >= len(first) + 2 and word.startswith(first) and whole.startswith(word)
