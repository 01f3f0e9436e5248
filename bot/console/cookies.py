"""The cookies of the console: out of reach of scripts and of other sites."""

from __future__ import annotations

from fastapi import Request, Response

from bot.console.context import Console

SESSION = "sesion"  #: who is signed in
STRANGER = "visita"  #: guards the forms of who is not
DEVICE = "equipo"  #: a device that has signed in before
OIDC = "vuelta"  #: what a sign-in elsewhere was begun with
LANGUAGE = "idioma"
YEAR_S = 365 * 86_400


def read(request: Request, console: Console, name: str) -> str | None:
    """A cookie of ours."""
    return request.cookies.get(_name(console, name))


def put(
    response: Response,
    console: Console,
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    lax: bool = False,
) -> None:
    """Set it. `lax`: also sent when another site leads here (only for the way back of OpenID)."""
    response.set_cookie(
        _name(console, name),
        value,
        max_age=max_age,
        path="/",
        secure=console.secure,
        httponly=True,
        samesite="lax" if lax else "strict",
    )


def drop(response: Response, console: Console, name: str) -> None:
    """Take it away."""
    response.delete_cookie(
        _name(console, name), path="/", secure=console.secure, httponly=True, samesite="strict"
    )


def _name(console: Console, name: str) -> str:
    """Over https the browser itself sees to it that no other host has set it (RFC 6265bis §4.1.3)."""
    return f"__Host-{name}" if console.secure else name
