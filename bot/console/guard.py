"""The one gate: every request passes it before its page is asked.

Who is it, may they open this route (`access`), and, when something is to change, was it sent from one of
our own pages (Origin header and form token)?
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from bot.console import cookies
from bot.console.access import Need
from bot.console.context import Visitor, console_of
from bot.console.i18n import catalogue
from bot.store.tables.console import Stage

TOKEN = "token"  # noqa: S105 - the name of a form's field
HEADER = "X-Form-Token"
_SAFE = frozenset({"GET", "HEAD"})


class NotSignedIn(Exception):  # noqa: N818 - a fact: the visitor is shown the way to sign in
    """Somebody must sign in first."""


class Forbidden(Exception):  # noqa: N818 - a fact
    """Signed in, but not for this."""


class Elsewhere(Exception):  # noqa: N818 - a fact
    """There is no such thing, or this visitor must not learn that there is."""


class Foreign(Exception):  # noqa: N818 - a fact
    """The request was not sent from one of our pages, or from one that is too old."""


def recognise(request: Request) -> Visitor:
    """Who is it? Strangers carry a secret of their own, so that their forms are guarded too."""
    console = console_of(request)
    words = catalogue(cookies.read(request, console, cookies.LANGUAGE))
    secret = cookies.read(request, console, cookies.SESSION)
    session = console.sessions.find(secret, now=console.clock()) if secret else None
    if session is None:
        secret = cookies.read(request, console, cookies.STRANGER) or secrets.token_urlsafe(32)
    assert secret is not None
    visitor = Visitor(session=session, secret=secret, form_token=form_token(secret), catalogue=words)
    request.state.visitor = visitor
    return visitor


async def guard(request: Request, visitor: Annotated[Visitor, Depends(recognise)]) -> None:
    """Let the request in. Raises NotSignedIn, Forbidden, Elsewhere or Foreign."""
    admit(request, visitor)
    if request.method not in _SAFE:
        if not same_origin(request):
            raise Foreign
        await _check_token(request, visitor)


def admit(request: Request, visitor: Visitor) -> None:
    """May this visitor open this route? A route that nobody declared is closed to everybody."""
    need = console_of(request).access.get(request.scope["route"].name)
    if need is Need.ANYBODY:
        return
    if need is None:
        raise Forbidden
    if visitor.session is None or visitor.session.stage is not Stage.FULL:
        raise NotSignedIn
    if need is Need.SIGNED_IN:
        return
    school = request.path_params["school"]
    if school not in {s.id for s in console_of(request).house.settings.school}:
        raise Elsewhere
    if not visitor.user.roles.get(school):
        raise Elsewhere
    if not visitor.user.may(school, need):
        raise Forbidden


def same_origin(request: Request) -> bool:
    """Did one of our own pages send it? Browsers name the page's origin with every POST."""
    origin = request.headers.get("origin")
    if origin is None:  # an old browser: it names at least the page
        page = urlsplit(request.headers.get("referer", ""))
        origin = f"{page.scheme}://{page.netloc}"
    return origin == own_origin(request)


def own_origin(request: Request) -> str:
    """scheme://host of our own pages."""
    console = console_of(request)
    return console.origin or f"{request.url.scheme}://{request.headers.get('host', '')}"


async def _check_token(request: Request, visitor: Visitor) -> None:
    brought = request.headers.get(HEADER)
    if brought is None:
        field = (await request.form()).get(TOKEN)
        brought = field if isinstance(field, str) else ""
    if not hmac.compare_digest(brought.encode(), visitor.form_token.encode()):
        raise Foreign


def form_token(secret: str) -> str:
    """What the forms of this cookie's owner bring back: nobody makes it who does not have the cookie."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()
