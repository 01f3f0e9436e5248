"""Temporary passwords that can be read from an SMS and typed on a telephone."""

from __future__ import annotations

import secrets

# No look-alikes (0/O, 1/l/I) and only lower case: nothing to switch on a phone's keyboard.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS = (4, 4, 5)  # 13 symbols of 31: 64 bits


def new_password() -> str:
    """A password such as `k7mq-4wxt-9hpzr`: 64 bits (OWASP, NIST 800-63B ask for far less)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(n)) for n in _GROUPS)
