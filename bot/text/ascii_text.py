"""Text for the small models and the machines' phrases: lower-case ASCII, each address or link one word."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_FOREIGN = re.compile(r"[^\x00-\x7f]{1,20}")  # anyascii goes letter by letter
_DATE_DOT = re.compile(r"(?<=\d)\.")


def ascii_text(text: str) -> str:
    """Lower-case ASCII; addresses, links and dates without the dots that would end a sentence."""
    text = _EMAIL.sub(" correo@ ", text) if "@" in text else text
    text = _DATE_DOT.sub(" ", LINK.sub(" enlace ", text))
    return _FOREIGN.sub(lambda letters: _ascii(letters[0]), text).casefold()


@lru_cache(maxsize=4_096)
def _ascii(letters: str) -> str:
    return anyascii(letters)
