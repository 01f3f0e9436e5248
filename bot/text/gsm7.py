"""The letters of an SMS and how many messages a text becomes (3GPP TS 23.038 §6.2.1, TS 23.040 §9.2.3.24).

A text of the default alphabet has 160 septets in one message and 153 in each of several; one other
letter makes it UCS-2: 70 and 67.
"""

from __future__ import annotations

from collections.abc import Callable

SMS_LENGTH = 160  #: septets in one message
_PART = 153
_UCS2_LENGTH, _UCS2_PART = 70, 67
_ESCAPE = b"\x1b"

_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_CODES = {letter: bytes([code]) for code, letter in enumerate(_ALPHABET) if letter != "\x1b"}
_EXTENSION = {
    letter: _ESCAPE + bytes([code])
    for code, letter in {
        0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\",
        0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
    }.items()
}  # fmt: skip


def is_gsm7(text: str) -> bool:
    """Does every letter cost one septet?"""
    return _CODES.keys() >= set(text)


def encode(text: str) -> bytes | None:
    """One octet a septet, as SMPP wants it; None when a letter is not in the alphabet or its extension."""
    octets = [_CODES.get(letter) or _EXTENSION.get(letter) for letter in text]
    return None if None in octets else b"".join(octet for octet in octets if octet)


def split(text: str) -> tuple[str, ...]:
    """The text as its messages; no letter is cut in two."""
    octets = encode(text)
    if octets is not None:
        return (
            (text,) if len(octets) <= SMS_LENGTH else _cut(text, _PART, lambda one: len(encode(one) or b""))
        )
    return (text,) if _units(text) <= _UCS2_LENGTH else _cut(text, _UCS2_PART, _units)


def _units(text: str) -> int:
    """Of UCS-2."""
    return len(text.encode("utf-16-be")) // 2


def _cut(text: str, part: int, cost: Callable[[str], int]) -> tuple[str, ...]:
    parts, used = [""], 0
    for letter in text:
        if used + cost(letter) > part:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += cost(letter)
    return tuple(parts)
