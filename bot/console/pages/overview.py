"""What the cases amount to, and whether mail goes in and out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from bot.console.context import console_of, school_of, visitor_of
from bot.console.downloads import csv_file
from bot.console.overview import as_csv, sums, tables
from bot.console.rendering import page
from bot.store.cases.figures import Figures, figures
from bot.store.cases.health import health

router = APIRouter()

_GIVEN_UP = timedelta(days=30)  #: effects that were given up are shown so long

Days = Annotated[int, Query(ge=1, le=400)]


@router.get("/{school}/resumen")
def overview(request: Request, school: str, dias: Days = 28) -> Response:
    """Today, the last days, and as many before them."""
    console = console_of(request)
    now = console.clock()
    here = _figures(request, dias)
    return page(
        request,
        "overview.html",
        days=dias,
        columns=[sums(_figures(request, 1)), sums(here), sums(_figures(request, dias, back=dias))],
        tables=tables(here, visitor_of(request).catalogue.language),
        health=health(console.house.engine, school, now=now),
        given_up=console.house.tickets.given_up(school, since=now - _GIVEN_UP),
    )


@router.get("/{school}/resumen.csv")
def overview_csv(
    request: Request,
    school: str,
    tabla: Literal["dias", "tiempos", "motivos", "idiomas"] = "dias",
    dias: Days = 28,
) -> Response:
    """One of the tables for a spreadsheet."""
    return csv_file(as_csv(tables(_figures(request, dias))[tabla]), f"{school}-{tabla}.csv")


def _figures(request: Request, days: int, *, back: int = 0) -> Figures:
    """Of so many whole days of the school's own time, the last one today or `back` days before it."""
    console, school = console_of(request), school_of(request)
    zone = school.zone
    now = console.clock()
    today = now.astimezone(zone).date()
    first = datetime.combine(today - timedelta(days=days - 1 + back), time(), zone)
    end = datetime.combine(today - timedelta(days=back - 1), time(), zone) - timedelta(microseconds=1)
    return figures(console.house.engine, school.id, since=first, until=min(end, now), zone=zone)
