"""What a person decides about a case. Each step once, on the version that was looked at."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response

from bot.console.context import console_of, review_of
from bot.console.onward import onward
from bot.console.pages.case import LOOKS_FOR, Line, Typed, correction, show
from bot.model.decision import Datum
from bot.review.steps import Review, Unseen
from bot.store.cases.hands import hold, merge, take_back
from bot.store.cases.waiting import after
from bot.store.effects.locked import Conflict

router = APIRouter()

OFFICE = "Secretaría"  #: who has a case that was handed on
Step = Literal[
    "approve", "ask", "answer", "reject", "spam", "close", "assign", "office", "merge", "retry", "take",
    "undo", "done", "missing",
]  # fmt: skip


@router.post("/{school}/casos/{number}/decidir")
def decide(
    request: Request,
    school: str,
    number: str,
    step: Annotated[Step, Form()],
    reading: Typed,
    version: Annotated[int, Form()] = 0,
    option: Annotated[int, Form(ge=1, le=100)] = 1,
    missing: Annotated[list[Datum] | None, Form()] = None,
    text: Annotated[str, Form(max_length=20_000)] = "",
    owner: Line = "",
    into: Annotated[str, Form(max_length=16)] = "",
    *,
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """Take the step; on to the next case. `sure`: what differs was seen, and the phone that gets the SMS."""
    review = review_of(request, seen=version)
    now = review.clock()
    try:
        match step:
            case "undo":
                take_back(console_of(request).house.engine, school, number, by=review.by, now=now)
                return onward(request, "case", school=school, number=number)
            case "take":
                engine = console_of(request).house.engine
                hold(engine, school, number, by=review.by, now=now, until=now + LOOKS_FOR, take=True)
                return onward(request, "case", school=school, number=number)
            case "approve":
                review.approve(
                    number,
                    option=option,
                    phone_differs=sure,
                    name_differs=sure,
                    pupil_differs=sure,
                    correction=correction(request, review, reading),
                )
            case "ask":
                review.ask(number, missing or [])
            case "answer":
                review.answer(number, text)
            case "reject":
                review.reject(number)
            case "spam":
                review.spam(number)
            case "close":
                review.close(number)
            case "assign":
                review.assign(number, owner or None)
            case "office":
                review.assign(number, OFFICE)
            case "merge":
                merge(
                    console_of(request).house.engine,
                    school,
                    number,
                    into.strip().upper(),
                    expected_version=version,
                    by=review.by,
                    now=now,
                )
            case "retry":
                review.retry(number)
            case "done":
                review.done(number)
            case "missing":
                review.done(number, "no-existe")
    except Unseen:
        return show(request, school, number, reading, confirm=option)
    except Conflict:
        if step == "undo" or not mine_already(review, number, version):
            raise
    return _next(request, school, number)


def mine_already(review: Review, number: str, version: int) -> bool:
    """A second click, or the same page in two tabs: this person's step was taken the first time."""
    events = review.tickets.get(review.school, number).events
    return any(event.seq > version and event.actor == review.by for event in events)


def _next(request: Request, school: str, number: str) -> Response:
    """To the next case, with the way back for the one just done."""
    following = after(console_of(request).house.engine, school, number)
    if following:
        return onward(request, "case", school=school, number=following, done=number)
    return onward(request, "queue", school=school, done=number)
