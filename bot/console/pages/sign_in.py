"""Sign in with name and password, and a code where one is set; sign out; choose the language."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import cookies, passwords
from bot.console.context import console_of, visitor_of
from bot.console.devices import mark_device, tries_to_enter
from bot.console.guard import NotSignedIn
from bot.console.i18n import catalogues
from bot.console.rendering import page
from bot.console.second_factor import step_of
from bot.store.people.users import User
from bot.store.tables.console import Stage

router = APIRouter()

_WRONG = "El usuario o la contraseña no son correctos."
_WRONG_CODE = "Ese código no es el que toca, o ya se ha usado: espere al siguiente."
_WAIT = "Demasiados intentos seguidos. Espere un cuarto de hora, o entre desde el equipo que usa siempre."

Line = Annotated[str, Form(max_length=300)]


@router.get("/entrar")
def sign_in_page(request: Request, volver: str = "/") -> Response:
    """The form."""
    return form(request, volver)


@router.post("/entrar")
def sign_in(request: Request, name: Line = "", password: Line = "", back: Line = "/") -> Response:
    """Check name and password; the same words whatever was wrong."""
    console, tries = console_of(request), tries_to_enter(request, name)
    if tries.too_many():
        return form(request, back, name=name, error=_WAIT, status=429)
    user = console.users.named(name)
    if not passwords.fits(password, user.password_hash if user else None):
        user = None
    if user is None or user.disabled_at is not None:
        tries.failed()
        return form(request, back, name=name, error=_WRONG, status=403)
    assert user.password_hash is not None
    if passwords.outdated(user.password_hash):
        console.users.rehash(user.id, passwords.new_hash(password, name=user.name))
    if user.has_totp:
        return half_way(request, user, RedirectResponse(code_page(back), 303))
    tries.succeeded()
    return welcome(request, user, RedirectResponse(local(back), 303))


def form(request: Request, back: str, *, name: str = "", error: str = "", status: int = 200) -> Response:
    """Where one signs in; `error`: why it was not possible."""
    return page(request, "sign_in.html", status=status, back=local(back), name=name, error=error)


def code_page(back: str) -> str:
    """Where the code is asked for."""
    return f"/entrar/codigo?volver={quote(local(back))}"


def half_way(request: Request, user: User, response: Response) -> Response:
    """This user still has to show a code, on the way to `response`."""
    console, secret = console_of(request), visitor_of(request).secret
    half = console.sessions.open(user.id, Stage.PASSWORD, now=console.clock(), instead_of=secret)
    cookies.put(response, console, cookies.SESSION, half)
    return response


@router.get("/entrar/codigo")
def sign_in_code_page(request: Request, volver: str = "/") -> Response:
    """The second form, for who knew the password."""
    _half_way(request)
    return page(request, "sign_in_code.html", back=local(volver), error="")


@router.post("/entrar/codigo")
def sign_in_code(request: Request, code: Line = "", back: Line = "/") -> Response:
    """Check the code of the app; each serves once."""
    console, user = console_of(request), _half_way(request)
    tries = tries_to_enter(request, user.name)
    if tries.too_many():
        return page(request, "sign_in_code.html", status=429, back=local(back), error=_WAIT)
    step = step_of(code, console.users.totp(user.id) or "", now=tries.now)
    if step is None or not console.users.use_totp_step(user.id, step):
        tries.failed()
        return page(request, "sign_in_code.html", status=403, back=local(back), error=_WRONG_CODE)
    tries.succeeded()
    return welcome(request, user, RedirectResponse(local(back), 303))


def _half_way(request: Request) -> User:
    """Who has shown the password and not the code. Raises NotSignedIn for anybody else."""
    session = visitor_of(request).session
    if session is None or session.stage is not Stage.PASSWORD:
        raise NotSignedIn
    return session.user


def welcome(request: Request, user: User, response: Response) -> Response:
    """Sign this user in on the way to `response`: a new session, whatever there was before."""
    console, visitor = console_of(request), visitor_of(request)
    secret = console.sessions.open(user.id, Stage.FULL, now=console.clock(), instead_of=visitor.secret)
    cookies.put(response, console, cookies.SESSION, secret)
    cookies.drop(response, console, cookies.STRANGER)
    mark_device(response, console, user.name)
    return response


@router.post("/salir")
def sign_out(request: Request) -> Response:
    """End the session."""
    console = console_of(request)
    console.sessions.close(visitor_of(request).secret)
    response = RedirectResponse("/entrar", 303)
    cookies.drop(response, console, cookies.SESSION)
    return response


@router.post("/idioma")
def choose_language(request: Request, language: Line = "", back: Line = "/") -> Response:
    """Keep the choice in a cookie, and stay where they are."""
    response = RedirectResponse(local(back), 303)
    if language in catalogues():
        cookies.put(response, console_of(request), cookies.LANGUAGE, language, max_age=cookies.YEAR_S)
    return response


def local(path: str) -> str:
    """A path of this console; anything that could lead elsewhere is the first page."""
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
