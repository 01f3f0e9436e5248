"""Text from outside, made such that every database takes it (pure)."""

from __future__ import annotations

_LONGEST_ID = 255  #: characters of a Message-ID


def clean(text: str, longest: int | None = None) -> str:
    """Text that every database takes: no NUL, no lone surrogates, not too long."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:longest]


def indexable_id(message_id: str | None) -> str | None:
    """A Message-ID that can stand in an index; None when there is none, or one too long to be honest."""
    cleaned = clean(message_id or "").strip()
    return cleaned if 0 < len(cleaned) <= _LONGEST_ID else None
