"""The audit trail: who did what, and whether it is whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from bot.console.context import console_of
from bot.console.rendering import page
from bot.store.events import BOT, Flaw, trail, verify
from bot.text.wording import noted

router = APIRouter()

_ROWS = 100  #: on one page

Code = Annotated[str, Query(max_length=64)]


@router.get("/{school}/registro")
def audit(
    request: Request,
    school: str,
    caso: Code = "",
    tipo: Code = "",
    quien: Annotated[str, Query(max_length=200)] = "",
    antes: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """What happened, the newest first; `antes`: before this event."""
    return _show(request, school, ticket=caso.strip().upper(), kind=tipo, actor=quien, before=antes)


@router.post("/{school}/registro")
def audit_check(request: Request, school: str) -> Response:
    """Is the chain whole? Everything that was ever noted is read."""
    return _show(request, school, flaws=verify(console_of(request).house.engine, school))


def _show(
    request: Request,
    school: str,
    *,
    ticket: str = "",
    kind: str = "",
    actor: str = "",
    before: int | None = None,
    flaws: list[Flaw] | None = None,
) -> Response:
    console = console_of(request)
    found = trail(
        console.house.engine, school, ticket=ticket, kind=kind, actor=actor, before=before, limit=_ROWS + 1
    )
    rows, more = found[:_ROWS], found[_ROWS:]
    return page(
        request,
        "audit.html",
        rows=[(event, list(noted(event.data))) for event in rows],
        last=rows[-1].seq if more else None,
        wanted={"caso": ticket, "tipo": kind, "quien": actor},
        actors=[BOT, *(user.name for user in console.users.of(school))],
        flaws=flaws,
    )
