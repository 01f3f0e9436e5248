"""Passwords: temporary ones that can be read from an SMS and typed on a telephone, and what is refused."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.ports.accounts import PasswordPolicy
from bot.text.words import words

# No look-alikes (0/O, 1/l/I) and only lower case: nothing to switch on a phone's keyboard.
_DIGITS, _LETTERS = "23456789", "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ACDEFHJKMNPQRTUVWXY"  # none that looks like a digit
_SYMBOLS = 13  #: of 31: 64 bits (OWASP, NIST 800-63B ask for far less)
_GROUP = 4
_CLASSES = {
    "lower": (r"[a-z]", "una minúscula"),
    "upper": (r"[A-Z]", "una mayúscula"),
    "digit": (r"\d", "una cifra"),
    "symbol": (r"[^A-Za-z0-9]", "un signo"),
}
_TRIES = 1000  #: one in a hundred lacks a digit
_PERSONAL = 4  #: letters; a shorter name says nothing


def new_password(policy: PasswordPolicy | None = None) -> str:
    """A password such as `k7mq-4wxt-9hpzr` that the target takes: 63 bits or more, as far as it has room.

    Where a capital is demanded, the first letter is one. Raises ValueError for a policy that asks for what
    it leaves no room for.
    """
    policy = policy or PasswordPolicy()
    for _ in range(_TRIES):
        password = _draw(policy)
        if refusal(password, policy) is None:
            return password
    raise ValueError(f"no password can fulfil this policy: {policy}")


def refusal(password: str, policy: PasswordPolicy, *, personal: Iterable[str] = ()) -> str | None:
    """Why a password is not taken, as a Spanish sentence; None: it is.

    `personal` are names and user names that it must not hold.
    """
    if not policy.min_length <= len(password) <= policy.max_length:
        return f"Debe tener entre {policy.min_length} y {policy.max_length} signos."
    missing = [
        words
        for name, (has, words) in _CLASSES.items()
        if name in policy.needs and not re.search(has, password)
    ]
    if missing:
        return f"Le falta {', '.join(missing)}."
    plain = "".join(words(password))
    # «Sevilla2024» is «sevilla» to whoever guesses.
    if plain in _common() or plain.strip("0123456789") in _common():
        return "Es de las que se adivinan: elija otra."
    if any(len(name) >= _PERSONAL and name in plain for given in personal for name in words(given)):
        return "Lleva su nombre o su usuario: elija otra."
    return None


def _draw(policy: PasswordPolicy) -> str:
    count = max(_SYMBOLS, policy.min_length)
    first = secrets.choice(_CAPITALS) if "upper" in policy.needs else secrets.choice(_DIGITS + _LETTERS)
    symbols = first + "".join(secrets.choice(_DIGITS + _LETTERS) for _ in range(count - 1))
    cuts = range(_GROUP, count - _GROUP + 1, _GROUP)
    if count + len(cuts) > policy.max_length:
        return symbols[: policy.max_length]
    return "-".join(symbols[a:b] for a, b in zip((0, *cuts), (*cuts, count), strict=True))


@cache
def _common() -> frozenset[str]:
    """Passwords that everybody tries first, without accents and signs."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(lines)
