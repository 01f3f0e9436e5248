"""One case on one screen, and the same with what a person reads otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from bot.console.case import case_view
from bot.console.context import console_of, review_of, school_of, visitor_of
from bot.console.corrections import Reading, correction_of
from bot.console.rendering import page
from bot.decision.correction import Correction
from bot.model.decision import Datum
from bot.model.ticket import TicketState
from bot.review.steps import Review
from bot.store.cases.hands import hold, undo_until

router = APIRouter()

LOOKS_FOR = timedelta(minutes=2)  #: somebody with the case open says so again every 45 s

Line = Annotated[str, Form(max_length=120)]


@router.get("/{school}/casos/{number}")
def case(
    request: Request,
    school: str,
    number: str,
    hecho: Annotated[str, Query(max_length=16)] = "",
    articulo: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The case. Whoever opens it is at it, unless somebody else is. `articulo`: to begin an answer with."""
    return show(request, school, number, Reading(), done=hecho, article=articulo)


def _reading(
    guardian: Line = "", given: Line = "", surnames: Line = "", unit: Line = "", phone: Line = ""
) -> Reading:
    return Reading(guardian=guardian, given=given, surnames=surnames, unit=unit, phone=phone)


Typed = Annotated[Reading, Depends(_reading)]  #: what a person typed over what the program read


def correction(request: Request, review: Review, reading: Reading) -> Correction:
    """What they typed as the program takes it. Raises InputError."""
    return correction_of(reading, review.dossier.mind().index.units, school_of(request).country)


@router.post("/{school}/casos/{number}/leer")
def read_otherwise(request: Request, school: str, number: str, reading: Typed) -> Response:
    """What would be decided if the mail said this. Nothing is kept."""
    return show(request, school, number, reading)


@router.post("/{school}/casos/{number}/sigo")
def stay(request: Request, school: str, number: str) -> Response:
    """Still at it; asked by the open page."""
    console, me = console_of(request), visitor_of(request).user.name
    now = console.clock()
    holder = hold(console.house.engine, school, number, by=me, now=now, until=now + LOOKS_FOR)
    return page(request, "_holder.html", holder=holder, me=me)


def show(
    request: Request,
    school: str,
    number: str,
    reading: Reading,
    *,
    done: str = "",
    confirm: int = 0,
    article: str = "",
) -> Response:
    """The page of a case. `confirm`: the account that was chosen although something differs."""
    console, me = console_of(request), visitor_of(request).user.name
    review, now = review_of(request), console.clock()
    articles = review.dossier.composer().replies.articles()
    file = review.tickets.get(school, number)
    holder = me
    if file.ticket.state is TicketState.OPEN or file.ticket.work_item:
        holder = hold(console.house.engine, school, number, by=me, now=now, until=now + LOOKS_FOR)
    corrected = correction(request, review, reading)
    view = case_view(review.dossier, file, corrected)
    family = review.tickets.of_family(
        school,
        sender=file.ticket.sender,
        accounts={a.option.guardian.key for a in view.accounts} | {file.ticket.account or ""},
        other_than=number,
    )
    return page(
        request,
        "case.html",
        view=view,
        ticket=file.ticket,
        reading=reading,
        correction=corrected,
        units=sorted(review.dossier.mind().index.units),
        holder=holder,
        me=me,
        family=family,
        articles=articles,
        article=articles.get(article),
        colleagues=[user for user in console.users.of(school) if not user.disabled_at],
        data=list(Datum),
        assisted=review.dossier.assisted,
        waits=file.ticket.state is TicketState.OPEN,
        broken=any(mail.error for mail in file.mails),
        confirm=next((a for a in view.accounts if a.option.number == confirm), None),
        done=done,
        undo=undo_until(console.house.engine, school, done, by=me, now=now) if done else None,
    )
