"""Local passwords: argon2id, long rather than complicated (NIST 800-63B §3.1.1.2)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import InputError

MIN_LENGTH = 12
_MAX_LENGTH = 200
_MIN_DIFFERENT = 5
_HASHER = PasswordHasher()


def new_hash(password: str, *, name: str) -> str:
    """The hash to keep. Raises InputError when the password is too easy to guess."""
    if not MIN_LENGTH <= len(password) <= _MAX_LENGTH:
        raise InputError(f"La contraseña debe tener entre {MIN_LENGTH} y {_MAX_LENGTH} caracteres.")
    lower = password.casefold()
    if len(set(lower)) < _MIN_DIFFERENT or name.partition("@")[0].casefold() in lower:
        raise InputError("La contraseña es demasiado fácil de adivinar: mejor cuatro palabras sin relación.")
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Is it the password? Takes as long when there is none, so that the time tells nothing."""
    try:
        return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Was it hashed with weaker parameters than today's?"""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this one")
