"""Text made plain without moving a character: offsets in the plain text are offsets in the mail."""

from __future__ import annotations

import unicodedata

#: Where something stands in a text: its first character, and the one after its last.
Span = tuple[int, int]

_ORDINAL = frozenset("ºª°")
#: Letters that NFKD leaves whole; each maps to one letter so that lengths stay equal.
_WHOLE = str.maketrans(
    "ßøłđıæœðþ’‘´`“”«»„–—−‐‑؟،؛。、\u00a0\u202f", "soldiaodp" + "''''" + '"""""' + "-----" + "?,;.,  "
)


class _PlainTable(dict[int, str]):
    """A translation table that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[0].lower()[0].translate(_WHOLE)
        self[code] = plain_char = "º" if char in _ORDINAL or base in _ORDINAL else base
        return plain_char


_TABLE = _PlainTable()


def word_set(words: str) -> frozenset[str]:
    """A set of plain words, written with blanks between them."""
    return frozenset(words.split())


def plain(text: str) -> str:
    """Lower-case, unaccented text of the very same length; Arabic, Cyrillic, Chinese keep their letters.

    "María SÁNCHEZ, 3ª" -> "maria sanchez, 3º". Idempotent.
    """
    return text.translate(_TABLE)
