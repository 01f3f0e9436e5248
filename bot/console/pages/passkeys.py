"""Passkeys: sign in with one; make, name and remove one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from bot.console.context import console_of, visitor_of
from bot.console.guard import own_origin
from bot.console.pages.account import prove, show
from bot.console.pages.sign_in import form, local, welcome
from bot.console.passkeys import Ceremonies, credential_of
from bot.errors import InputError
from bot.store.people.users import User

router = APIRouter()

_UNKNOWN = "Esa llave no es de nadie que pueda entrar aquí. Entre con la contraseña."

Line = Annotated[str, Form(max_length=300)]
Label = Annotated[str, Form(min_length=1, max_length=100)]
Answer = Annotated[str, Form(max_length=20_000)]  #: JSON, as `PublicKeyCredential.toJSON` writes it
Sealed = Annotated[str, Form(max_length=1000)]
Credential = Annotated[str, Form(max_length=512)]


@router.get("/entrar/llave")
def ask_passkey(request: Request) -> Response:
    """What a device is to sign; asked when somebody chooses to sign in so, for it holds a few minutes."""
    question = _ceremonies(request).ask_who(now=console_of(request).clock())
    return JSONResponse({"options": question.options, "sealed": question.sealed})


@router.post("/entrar/llave")
def sign_in_with_passkey(
    request: Request, answer: Answer = "", sealed: Sealed = "", back: Line = "/"
) -> Response:
    """The device has signed: whoever the key belongs to is in, without password and code."""
    try:
        user = _signer(request, answer, sealed)
    except InputError as error:
        return form(request, back, error=str(error), status=403)
    return welcome(request, user, RedirectResponse(local(back), 303))


@router.post("/cuenta/llaves")
def begin_passkey(request: Request, password: Line = "") -> Response:
    """Ask the device for a key."""
    prove(request, password)
    console, user = console_of(request), visitor_of(request).user
    question = _ceremonies(request).ask_for_key(user, console.passkeys.of(user.id), now=console.clock())
    return show(request, question=question)


@router.post("/cuenta/llaves/guardar")
def keep_passkey(request: Request, answer: Answer, sealed: Sealed, label: Label) -> Response:
    """The device has made one."""
    console = console_of(request)
    key = _ceremonies(request).new_key(
        answer, sealed, visitor_of(request).user, label.strip(), now=console.clock()
    )
    console.passkeys.add(key)
    return RedirectResponse("/cuenta", 303)


@router.post("/cuenta/llaves/nombre")
def name_passkey(request: Request, credential: Credential, label: Label) -> Response:
    """Another name for one of one's own."""
    console_of(request).passkeys.name(visitor_of(request).user.id, credential, label.strip())
    return RedirectResponse("/cuenta", 303)


@router.post("/cuenta/llaves/quitar")
def drop_passkey(request: Request, credential: Credential) -> Response:
    """One of one's own, lost or not wanted any more."""
    console_of(request).passkeys.remove(visitor_of(request).user.id, credential)
    return RedirectResponse("/cuenta", 303)


def _signer(request: Request, answer: str, sealed: str) -> User:
    """Whose key has signed what was asked, for the first time. Raises InputError."""
    console, now = console_of(request), console_of(request).clock()
    key = console.passkeys.find(credential_of(answer))
    if key is None or (user := console.users.get(key.user)).disabled_at is not None:
        raise InputError(_UNKNOWN)
    asked, count = _ceremonies(request).signed(answer, sealed, key, now=now)
    if not console.passkeys.use(key.credential, asked=asked, sign_count=count, now=now):
        raise InputError("Esa respuesta ya se ha usado. Pruebe otra vez.")
    return user


def _ceremonies(request: Request) -> Ceremonies:
    return Ceremonies(console_of(request).house.box, own_origin(request))
