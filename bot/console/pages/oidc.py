"""Sign in with an institutional account: to the provider, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import httpx
import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import cookies
from bot.console.context import console_of
from bot.console.guard import Elsewhere, own_origin
from bot.console.oidc import Identity, Pending, Provider, Refused
from bot.console.pages.sign_in import code_page, form, half_way, local, welcome
from bot.console.rendering import page
from bot.errors import InputError, TransportError
from bot.model.ticket import Role
from bot.store.people.users import User

router = APIRouter()
log = structlog.get_logger(__name__)

_FAILED = "No se ha podido entrar con esa cuenta. Pruebe otra vez."
_NOBODY = "Esa cuenta no tiene entrada en la consola: pídala a quien la administra."
_WITHIN_S = 600

Text = Annotated[str, Query(max_length=4000)]


@router.get("/entrar/cuenta")
def begin_oidc(request: Request, volver: Text = "/") -> Response:
    """To the provider; what it must bring back stays sealed in a cookie."""
    console, pending = console_of(request), Pending(back=local(volver))
    try:
        response = RedirectResponse(_provider(request).address(pending, _way_back(request)), 303)
    except (TransportError, Refused, httpx.HTTPError) as error:
        return _refused(request, _FAILED, 503, repr(error))
    sealed = console.house.box.seal(json.dumps(asdict(pending)))
    cookies.put(response, console, cookies.OIDC, sealed, max_age=_WITHIN_S, lax=True)
    return response


@router.get("/entrar/cuenta/vuelta")
def finish_oidc(request: Request, code: Text = "", state: Text = "") -> Response:
    """Back from the provider."""
    console = console_of(request)
    try:
        sealed = cookies.read(request, console, cookies.OIDC) or ""
        pending = Pending(**json.loads(console.house.box.open(sealed)))
        who = _provider(request).identity(
            pending, _way_back(request), code=code, state=state, now=console.clock()
        )
    except (InputError, Refused) as error:
        return _refused(request, _FAILED, 403, str(error))
    except (TransportError, httpx.HTTPError) as error:
        return _refused(request, _FAILED, 503, repr(error))
    user = _user(request, who)
    if user is None or user.disabled_at is not None:
        return _refused(request, _NOBODY, 403, "no user")
    # A page, not a redirect: only a step that begins on our own page carries the new (strict) cookie.
    target = code_page(pending.back) if user.has_totp else pending.back
    response: Response = page(request, "signed_in.html", target=target)
    response = (half_way if user.has_totp else welcome)(request, user, response)
    cookies.drop(response, console, cookies.OIDC)
    return response


def _user(request: Request, who: Identity) -> User | None:
    """Who of us that is: known before, else by the address; teachers of the lists get in by themselves."""
    console = console_of(request)
    users, now = console.users, console.clock()
    schools = {school.id for school in console.house.settings.school}
    teaches = schools & set(console.house.staff.schools(who.email))
    user = users.known_as(who.issuer, who.subject)
    if user is None:
        known = users.at(who.email)
        if len(known) > 1 or not (known or teaches):
            return None
        user = (
            known[0]
            if known
            else users.add(who.email, full_name=who.name, email=who.email, by="oidc", now=now)
        )
        users.link(user.id, who.issuer, who.subject)
    for school in teaches if user.address == who.email else ():
        roles = user.roles.get(school, frozenset())
        if Role.STAFF not in roles:
            users.grant(user.id, school, roles | {Role.STAFF}, by="oidc", now=now)
    return users.get(user.id)


def _provider(request: Request) -> Provider:
    """Raises Elsewhere when there is none in the settings."""
    settings = console_of(request).house.settings.console.oidc
    if settings is None:
        raise Elsewhere
    return Provider(settings)


def _way_back(request: Request) -> str:
    return f"{own_origin(request)}{request.app.url_path_for('finish_oidc')}"


def _refused(request: Request, sentence: str, status: int, why: str) -> Response:
    log.warning("oidc_refused", why=why)
    return form(request, "/", error=sentence, status=status)
