"""The six digits of an authenticator app (RFC 6238): each serves once; a clock may be a little off."""

from __future__ import annotations

from datetime import datetime

import pyotp
import segno

_STEP_S = 30
_OFF = 1  #: steps that a clock may be off


def new_secret() -> str:
    """160 random bits, base 32 (RFC 4226 §4)."""
    return pyotp.random_base32()


def step_of(code: str, secret: str, *, now: datetime) -> int | None:
    """The time step that this code is of; None: it is none of now."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    current = int(now.timestamp()) // _STEP_S
    totp = pyotp.TOTP(secret, interval=_STEP_S)
    steps = range(current - _OFF, current + _OFF + 1)
    return next((s for s in steps if pyotp.utils.strings_equal(totp.generate_otp(s), digits)), None)


def address(secret: str, *, name: str) -> str:
    """What an app is given to begin with."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="incidencias")


def picture(uri: str) -> str:
    """The same as a QR code: an image within the page, nothing is fetched."""
    image: str = segno.make(uri, error="m").svg_data_uri(scale=5, border=2)
    return image
