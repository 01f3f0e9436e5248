"""What is to be done by hand in Séneca, in one sitting: each datum to be copied, each outcome one click."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response

from bot.console.context import console_of, review_of, school_of, visitor_of
from bot.console.downloads import csv_file
from bot.console.onward import onward
from bot.console.pages.decide import mine_already
from bot.console.rendering import page
from bot.store.cases.hands import undo_until
from bot.store.effects.locked import Conflict
from bot.worklist.tasks import Group, as_csv
from bot.worklist.tasks import worklist as grouped

router = APIRouter()

_SHOWN = 50  #: tasks on one page; with more it would be slow on a phone


@router.get("/{school}/seneca")
def worklist(request: Request, school: str, hecho: Annotated[str, Query(max_length=16)] = "") -> Response:
    """The tasks by unit. `hecho`: the case that was just dealt with."""
    console, me = console_of(request), visitor_of(request).user.name
    now = console.clock()
    return page(
        request,
        "worklist.html",
        groups=_groups(request, _SHOWN),
        cases={ticket.number: ticket for ticket in console.house.tickets.with_work_items(school)},
        shown=_SHOWN,
        steps=console.house.provider(school_of(request)).steps,
        done=hecho,
        undo=undo_until(console.house.engine, school, hecho, by=me, now=now) if hecho else None,
    )


@router.get("/{school}/seneca.csv")
def worklist_csv(request: Request, school: str) -> Response:
    """The same for a spreadsheet."""
    return csv_file(as_csv(_groups(request)), f"seneca-{school}.csv")


@router.post("/{school}/seneca/{number}")
def work_done(
    request: Request,
    school: str,
    number: str,
    outcome: Annotated[Literal["hecho", "no-existe", "datos-distintos", "no-se-puede"], Form()],
    version: Annotated[int, Form()],
) -> Response:
    """What came of it in Séneca: the answer goes out, or the case waits in the queue again."""
    review = review_of(request, seen=version)
    try:
        if outcome == "no-se-puede":
            review.hand_back(number)
        else:
            review.done(number, outcome)
    except Conflict:
        if not mine_already(review, number, version):
            raise
    return onward(request, "worklist", school=school, done=number)


def _groups(request: Request, most: int | None = None) -> list[Group]:
    """All tasks, or the oldest so many."""
    console = console_of(request)
    items = console.house.tickets.work_items(school_of(request).id)
    return grouped(items[:most], now=school_of(request).local(console.clock()))
