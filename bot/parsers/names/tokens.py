"""The words of a text that can be words of a name, each as it is written and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.text.plain import plain, word_set

_LETTER = "[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ]"  # names stand in Latin letters, whatever the language of the mail
_TOKEN = re.compile(rf"M\.ª|{_LETTER}+(?:['’]{_LETTER}+|-{_LETTER}+)*\.?")
_CONTRACTION = re.compile(
    r"(?:i|we|you|he|she|it|they|that|there|what|\w+n)['’]\w{1,2}|(?:\w['’])?\w+['’](?:s|re|ve|ll|t)",
    re.IGNORECASE,
)
ABBREVIATED = word_set(
    "fco fca frco mº ant gº fdez fdz fernz glez gonz rguez rgz rodguez mtnez mtez mnez schez sanch hdez "
    "hdz jmnez jimz gtrrez gtz dguez dmguez glz mdez vzquez alvz pte"
)
_LONGEST_WORD = 60  #: characters; what is longer names nobody


class Token(NamedTuple):
    """One word: where it stands and how it is written."""

    start: int
    end: int
    word: str  #: plain, without a final full stop
    capital: bool  #: a capital that means something (the line is not all capitals)
    initial: bool  #: a lone capital: "J.", "M"


@lru_cache(maxsize=256)  # a mail about which the model is asked is read twice
def name_tokens(text: str, start: int, end: int, taken: str) -> tuple[Token, ...]:
    """The words of `text[start:end]`; those inside an e-mail address or link are none.

    `taken` holds a control character wherever something else (a course, a phone) was already read.
    """
    return tuple(_tokens(text, start, end, taken))


def _tokens(text: str, start: int, end: int, taken: str) -> Iterator[Token]:
    line_end, shouted = start, False
    addresses = any(sign in text for sign in ("@", "://", "www."))
    for hit in _TOKEN.finditer(text, start, end):
        first, last = hit.span()
        if first >= line_end:
            line_end = text.find("\n", first, end)
            line_end = end if line_end < 0 else line_end + 1
            line_start = text.rfind("\n", start, first) + 1 or start
            shouted = _is_shouted(text[max(line_start, start) : line_end])
        if last - first > _LONGEST_WORD:
            continue
        if taken[first] < "\x08" or (addresses and _in_address(text, first, last)):
            continue
        if word := _read_word(hit.group()):
            capital = word.capital and not shouted
            yield Token(first + word.skipped, last - word.left_out, word.plain, capital, word.initial)


@dataclass(frozen=True, slots=True)
class _Word:
    """What a written word is by itself, whatever stands around it."""

    plain: str
    capital: bool
    initial: bool
    skipped: int  #: letters before it: "d'" of "d'Alioune"
    left_out: int  #: signs behind it: a full stop, "'s"


@lru_cache(maxsize=16_384)
def _read_word(said: str) -> _Word | None:
    """A word as `_TOKEN` finds it; None for "I'm", "it's"."""
    skipped = 0
    contracted = _CONTRACTION.fullmatch(said)
    if contracted and not re.search(r"['’]s$", said, re.IGNORECASE):
        return None
    if contracted and plain(said[:-2]) in {"it", "that", "he", "she", "what", "there", "let"}:
        return None
    elided = re.match(r"[^\W\d_]{1,2}['’](?=[^\W\d_])", said)
    if elided and said[0].islower():  # "d'Alioune"
        skipped = elided.end()
        said = said[skipped:]
    word = plain(said).rstrip(".").replace(".", "")
    owner = bool(contracted)  # "Emma's mum"
    word = word[:-2] if owner else word
    stop = said.endswith(".") and not (len(said) == 2 or word in ABBREVIATED)
    left_out = 2 if owner else 1 if stop else 0
    lone = len(word) == 1 and said[0].isupper()
    return _Word(word, said[0].isupper(), lone, skipped, left_out)


def _is_shouted(line: str) -> bool:
    letters = list(filter(str.isalpha, line))
    return len(letters) > 30 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _in_address(text: str, start: int, end: int) -> bool:
    near = text[max(0, start - 1) : start] + text[end : end + 1]
    if not any(c in "@_/\\" for c in near) and not re.match(r"[.\w-]*@", text[end : end + 40]):
        return False
    return (
        "@" in text[max(0, start - 40) : end + 40]
        or "://" in text[max(0, start - 60) : start]
        or "www." in text[max(0, start - 60) : start]
    )
