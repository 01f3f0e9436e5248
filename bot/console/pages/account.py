"""One's own account: the second factor, the password, and a list of the passkeys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import passwords
from bot.console.context import console_of, visitor_of
from bot.console.devices import tries_of_user
from bot.console.passkeys import Question
from bot.console.rendering import page
from bot.console.second_factor import address, new_secret, picture, step_of
from bot.errors import InputError

router = APIRouter()

Line = Annotated[str, Form(max_length=300)]


@router.get("/cuenta")
def account(request: Request) -> Response:
    """What one signs in with."""
    return show(request)


@router.post("/cuenta/codigo")
def begin_second_factor(request: Request, password: Line = "") -> Response:
    """A new secret to put into the app; it holds once a code of it was typed."""
    prove(request, password)
    secret = new_secret()
    uri = address(secret, name=visitor_of(request).user.name)
    sealed = console_of(request).house.box.seal(secret)
    return show(request, secret=sealed, uri=uri, qr=picture(uri))


@router.post("/cuenta/codigo/activar")
def set_second_factor(request: Request, secret: Annotated[str, Form(max_length=500)], code: Line) -> Response:
    """The app shows the right code: from now on it is asked for."""
    console, user = console_of(request), visitor_of(request).user
    opened = console.house.box.open(secret)
    step = step_of(code, opened, now=console.clock())
    if step is None:
        raise InputError("Ese código no es el que toca. Mire la hora del móvil y empiece otra vez.")
    console.users.set_totp(user.id, opened)
    console.users.use_totp_step(user.id, step)
    return RedirectResponse("/cuenta", 303)


@router.post("/cuenta/codigo/quitar")
def drop_second_factor(request: Request, password: Line = "") -> Response:
    """Only the password again."""
    console_of(request).users.set_totp(prove(request, password), None)
    return RedirectResponse("/cuenta", 303)


@router.post("/cuenta/clave")
def change_password(request: Request, password: Line = "", new: Line = "") -> Response:
    """Another password; every session of theirs ends, this one too."""
    user = prove(request, password)
    console_of(request).users.set_password(user, passwords.new_hash(new, name=visitor_of(request).user.name))
    return RedirectResponse("/entrar", 303)


def show(
    request: Request, *, secret: str = "", uri: str = "", qr: str = "", question: Question | None = None
) -> Response:
    """The page, with what was begun: a code (`secret`, `uri`, `qr`) or a passkey (`question`)."""
    keys = console_of(request).passkeys.of(visitor_of(request).user.id)
    return page(request, "account.html", secret=secret, uri=uri, qr=qr, question=question, keys=keys)


def prove(request: Request, password: str) -> int:
    """Who sits there knows the password; a browser left open is not enough. Counted like a sign-in."""
    user, tries = visitor_of(request).user, tries_of_user(request, "account")
    if tries.too_many():
        raise InputError("Demasiados intentos seguidos. Espere un cuarto de hora.")
    if not passwords.fits(password, user.password_hash):
        tries.failed()
        raise InputError("La contraseña actual no es correcta.")
    tries.succeeded()
    return user.id
