"""The letters of an ordinary SMS (3GPP TS 23.038 §6.2.1, default alphabet, without its escapes)."""

from __future__ import annotations

SMS_LENGTH = 160  #: septets in one message

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def is_gsm7(text: str) -> bool:
    """Does every letter cost one septet? One other letter makes the whole SMS 70 letters long."""
    return _ALPHABET.issuperset(text)
