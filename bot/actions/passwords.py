"""Temporary passwords that can be read from an SMS and typed on a telephone."""

from __future__ import annotations

import re
import secrets

from bot.ports.accounts import PasswordPolicy

# No look-alikes (0/O, 1/l/I) and only lower case: nothing to switch on a phone's keyboard.
_DIGITS, _LETTERS = "23456789", "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ACDEFHJKMNPQRTUVWXY"  # none that looks like a digit
_SYMBOLS = 13  #: of 31: 64 bits (OWASP, NIST 800-63B ask for far less)
_GROUP = 4
_CLASSES = {"lower": r"[a-z]", "upper": r"[A-Z]", "digit": r"\d", "symbol": r"[^A-Za-z0-9]"}
_TRIES = 1000  #: one in a hundred lacks a digit


def new_password(policy: PasswordPolicy | None = None) -> str:
    """A password such as `k7mq-4wxt-9hpzr` that the target takes: 63 bits or more, as far as it has room.

    Where a capital is demanded, the first letter is one. Raises ValueError for a policy that asks for what
    it leaves no room for.
    """
    policy = policy or PasswordPolicy()
    for _ in range(_TRIES):
        password = _draw(policy)
        if _fits(password, policy):
            return password
    raise ValueError(f"no password can fulfil this policy: {policy}")


def _fits(password: str, policy: PasswordPolicy) -> bool:
    """Is it as long as the policy asks, and of all the signs that it asks for?"""
    return policy.min_length <= len(password) <= policy.max_length and all(
        re.search(_CLASSES[need], password) for need in policy.needs
    )


def _draw(policy: PasswordPolicy) -> str:
    count = max(_SYMBOLS, policy.min_length)
    first = secrets.choice(_CAPITALS) if "upper" in policy.needs else secrets.choice(_DIGITS + _LETTERS)
    symbols = first + "".join(secrets.choice(_DIGITS + _LETTERS) for _ in range(count - 1))
    cuts = range(_GROUP, count - _GROUP + 1, _GROUP)
    if count + len(cuts) > policy.max_length:
        return symbols[: policy.max_length]
    return "-".join(symbols[a:b] for a, b in zip((0, *cuts), (*cuts, count), strict=True))
