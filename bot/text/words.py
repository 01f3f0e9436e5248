"""Small pure helpers for comparing words, shared by parsers and matchers."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower-case ASCII without accents ("Muñoz" -> "munoz", "Ionuț" -> "ionut"); idempotent."""
    return anyascii(text).casefold()


def quoted(text: str) -> str:
    """«text» for people; quotation marks inside it become those of the second level."""
    return f"«{text.translate({0xAB: '“', 0xBB: '”'})}»"


def words(text: str) -> list[str]:
    """The folded words of a text: letters and digits only."""
    return _WORD.findall(fold(text))


def mailbox_of(address: str) -> str:
    """Whose mails are counted together: "ana+colegio@x" is the mailbox of "ana@x" (RFC 5233)."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"
