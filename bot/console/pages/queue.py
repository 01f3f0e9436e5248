"""The queue: what waits for a person, the most urgent first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from bot.console.context import console_of, review_of, visitor_of
from bot.console.rendering import page
from bot.store.cases.hands import undo_until
from bot.store.cases.waiting import Sieve, counts, sifted

router = APIRouter()

_ROWS = 50  #: on one page


@router.get("/{school}/cola")
def queue(
    request: Request,
    school: str,
    motivo: Annotated[str, Query(max_length=64)] = "",
    curso: Annotated[str, Query(max_length=40)] = "",
    desde: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    hecho: Annotated[str, Query(max_length=16)] = "",
    *,
    mios: bool = False,
    ademas: bool = False,
    apartados: bool = False,
) -> Response:
    """What waits, sifted. `hecho`: the case that was just dealt with, to be taken back if wished."""
    sieve = Sieve(
        reason=motivo,
        course=curso,
        owner=visitor_of(request).user.name if mios else "",
        also_other=ademas,
        quarantined=apartados,
    )
    return _show(request, school, sieve, offset=desde, done=hecho)


@router.post("/{school}/cola")
def search(request: Request, school: str, text: Annotated[str, Form(max_length=200)] = "") -> Response:
    """What matches, waiting or not. By POST: names and phones have no business in addresses and logs."""
    return _show(request, school, Sieve(text=text))


def _show(request: Request, school: str, sieve: Sieve, *, offset: int = 0, done: str = "") -> Response:
    engine, me = console_of(request).house.engine, visitor_of(request).user.name
    rows, number = sifted(engine, school, sieve, limit=_ROWS, offset=offset)
    now = console_of(request).clock()
    return page(
        request,
        "queue.html",
        rows=rows,
        number=number,
        sieve=sieve,
        counts=counts(engine, school, me),
        offset=offset,
        step=_ROWS,
        query=request.url.remove_query_params(["desde", "hecho"]).query,
        address=f"{request.url.path}?{request.url.remove_query_params('hecho').query}",
        me=me,
        done=done,
        undo=undo_until(engine, school, done, by=me, now=now) if done else None,
        assisted=review_of(request).dossier.assisted,
    )
