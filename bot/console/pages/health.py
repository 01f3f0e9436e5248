"""For machines that watch: is the program at work, and how much waits. No names, no addresses."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError

from bot.console import metrics as monitoring
from bot.console.context import console_of
from bot.console.guard import Elsewhere
from bot.store.cases.health import Health, health

router = APIRouter()
_LATE_S = 900.0  #: a mail that lies undecided, or an answer unsent, for so long needs somebody
_RULES_REFUSED = "edit refused, last good rules in force"
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 while every mailbox has a worker and nothing is late; else 503 with what is wrong, by school.

    Rules that were refused are no alarm, the last good ones go on: `rules` names the schools that have some.
    """
    console = console_of(request)
    schools = [school.id for school in console.house.settings.school]
    try:
        found = {
            school: _wrong(health(console.house.engine, school, now=console.clock())) for school in schools
        }
        states = {school: console.house.rules_kept.state(school) for school in schools}
    except DBAPIError:
        return JSONResponse({"wrong": {"database": ["unreachable"]}}, 503)
    wrong = {school: words for school, words in found.items() if words}
    told = {school: _RULES_REFUSED for school, state in states.items() if state and state.refused_version}
    return JSONResponse({"wrong": wrong} | ({"rules": told} if told else {}), 503 if wrong else 200)


def _wrong(state: Health) -> list[str]:
    late = not state.paused and max(state.oldest_mail_s, state.oldest_effect_s) > _LATE_S
    return [
        word
        for word, is_so in {
            "no worker": not state.owned,
            "mailbox not read": state.owned and not state.read,
            "mails or answers late": late,
        }.items()
        if is_so
    ]


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures for Prometheus, for whoever shows the token of the settings."""
    console = console_of(request)
    token = console.house.settings.console.metrics_token
    shown = request.headers.get("Authorization", "").encode()
    if token is None or not hmac.compare_digest(shown, f"Bearer {token.get_secret_value()}".encode()):
        raise Elsewhere
    schools = [school.id for school in console.house.settings.school]
    return Response(monitoring.metrics(console.house.engine, schools, now=console.clock()), media_type=_TEXT)
