"""The console as an ASGI application over a house."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.bootstrap import House
from bot.console import errors, pages
from bot.console.access import ACCESS
from bot.console.annex import Annex
from bot.console.context import Console
from bot.console.guard import guard
from bot.console.headers import Careful
from bot.console.runs import Runs
from bot.console.uploads import Uploads
from bot.mind.mind import Mind
from bot.ports.mail import MailSender
from bot.settings.values import School
from bot.store.people.failures import SqlFailures
from bot.store.people.passkeys import SqlPasskeys
from bot.store.people.sessions import SqlSessions
from bot.store.people.users import SqlUsers

_STATIC = Path(__file__).with_name("static")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_OF_EVERY_PAGE: Any = {"dependencies": [Depends(guard)], "default_response_class": HTMLResponse}


def build_console(
    house: House,
    *,
    minds: Callable[[str], Mind] | None = None,
    senders: Callable[[School], MailSender] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    annex: Annex | None = None,
) -> FastAPI:
    """The pages over this house. `minds`: what the bot knows of a school, if somebody keeps that already;
    `senders`: a school's way out for mails; `clock` gives aware datetimes; `annex`: more pages.
    """
    settings = house.settings.console
    reached = urlsplit(house.settings.public_url or "")
    app = FastAPI(title="incidencias", openapi_url=None, **_OF_EVERY_PAGE)
    app.state.console = Console(
        house=house,
        minds=minds or house.minds(),
        composers=cache(lambda school: house.composer(house.school(school))),
        users=SqlUsers(house.engine, house.box),
        passkeys=SqlPasskeys(house.engine),
        sessions=SqlSessions(
            house.engine,
            idle=timedelta(minutes=settings.idle_minutes),
            absolute=timedelta(hours=settings.session_hours),
        ),
        failures=SqlFailures(house.engine),
        uploads=Uploads(),
        runs=Runs(house, senders or house.sender),
        clock=clock,
        origin=f"{reached.scheme}://{reached.netloc}" if reached.netloc else None,
        secure=reached.scheme == "https",
        access={**ACCESS, **annex.access} if annex else ACCESS,
        more_templates=(annex.templates,) if annex else (),
    )
    if annex is not None:
        app.include_router(annex.router)
        app.mount("/static/annex", StaticFiles(directory=annex.static), name="annex")
    app.router.routes.extend(_own_pages().routes)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    errors.install(app)
    hosts = {*_THIS_MACHINE, *filter(None, (reached.hostname, settings.host))} - {"0.0.0.0", "::"}  # noqa: S104 - not a binding
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(hosts))
    app.add_middleware(Careful, secure=reached.scheme == "https", broken=errors.broken)
    return app


@cache
def _own_pages() -> APIRouter:
    """Put together once: all applications of a process share what was worked out about their parameters."""
    whole = APIRouter(**_OF_EVERY_PAGE)
    for router in routers():
        whole.include_router(router)
    return whole


def routers() -> Iterator[APIRouter]:
    """Those of every file in `pages`."""
    for module in sorted(m.name for m in pkgutil.iter_modules(pages.__path__)):
        router: APIRouter = importlib.import_module(f"{pages.__name__}.{module}").router
        yield router
