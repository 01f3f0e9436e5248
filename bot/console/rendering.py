"""Templates -> pages. Everything is escaped; a name that a template misspells is an error, not a blank."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console import cookies
from bot.console.context import console_of, visitor_of
from bot.console.i18n import catalogue, catalogues
from bot.console.menu import menu
from bot.settings.values import ZONES
from bot.text.amounts import decimal
from bot.text.wording import ACTIONS, BULK, DATA, EFFECTS, EVENTS, EVIDENCE, REASONS, STATES, STATUSES

_TEMPLATES = Path(__file__).with_name("templates")


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """A template as an answer, in the visitor's language.

    Every template also knows `visitor`, `school` (None outside of one), `here` (the path), `token` (for
    forms), `now`, `oidc` (its settings), `url(name, **path)` and the tables of `bot.text.wording`.
    """
    console, visitor = console_of(request), visitor_of(request)
    known = {s.id: s for s in console.house.settings.school}
    school = known.get(request.path_params.get("school", ""))
    if school is not None and (visitor.session is None or not visitor.user.roles.get(school.id)):
        school = None
    response = HTMLResponse(
        environment(visitor.catalogue.language, console.more_templates)
        .get_template(template)
        .render(
            visitor=visitor,
            school=school,
            here=request.url.path,
            token=visitor.form_token,
            now=console.clock(),
            oidc=console.house.settings.console.oidc,
            zone=ZONES[school.country if school else "ES"],
            url=partial(_url, request),
            annex=bool(console.more_templates),
            menu=list(menu(visitor, school.id if school else None)),
            **context,
        ),
        status_code=status,
    )
    if visitor.session is None and cookies.read(request, console, cookies.STRANGER) is None:
        cookies.put(response, console, cookies.STRANGER, visitor.secret)
    return response


@cache
def environment(language: str, more: tuple[Path, ...] = ()) -> Environment:
    """The templates in one language; `more`: other places to look into first."""
    words = catalogue(language)
    env = Environment(
        loader=FileSystemLoader([*more, _TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(words.say, words.count, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    env.globals |= {
        "language": language,
        "languages": catalogues(),
        "REASONS": REASONS,
        "ACTIONS": ACTIONS,
        "BULK": BULK,
        "DATA": DATA,
        "EFFECTS": EFFECTS,
        "EVENTS": EVENTS,
        "EVIDENCE": EVIDENCE,
        "STATES": STATES,
        "STATUSES": STATUSES,
    }
    env.filters |= {
        "called": lambda code, table: words.say(table.get(code, code)) if code else "",
        "told": words.tell,  # what is not written in the template: `_` would take it for our own HTML
        "decimal": partial(decimal, comma=words.comma),
        "ago": partial(_ago, language),
        "moment": partial(_moment, language),
        "day": partial(_day, language),
        "lasts": partial(_lasts, language),
    }
    return env


def _ago(language: str, moment: datetime, now: datetime) -> str:
    """How long ago, or how long still: "hace 3 horas"."""
    return format_timedelta(moment - now, granularity="minute", add_direction=True, locale=language)


def _moment(language: str, moment: datetime, zone: ZoneInfo) -> str:
    """Day and hour where the school is."""
    return format_datetime(moment, "EEE d MMM, HH:mm", tzinfo=zone, locale=language)


def _day(language: str, day: date) -> str:
    return format_date(day, "EEE d MMM", locale=language)


def _lasts(language: str, seconds: float) -> str:
    """How long something takes: "3 minutos"."""
    return format_timedelta(timedelta(seconds=seconds), locale=language)


def _url(request: Request, name: str, **path: object) -> str:
    return str(request.app.url_path_for(name, **path))
