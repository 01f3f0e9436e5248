"""The first page: on to the school, or a choice of schools."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.console.context import console_of, visitor_of
from bot.console.menu import menu
from bot.console.onward import onward
from bot.console.rendering import page

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """Straight on when there is only one place to go."""
    visitor = visitor_of(request)
    schools = [s for s in console_of(request).house.settings.school if visitor.user.roles.get(s.id)]
    doors = {school.name: list(menu(visitor, school.id)) for school in schools}
    first = [entries[0] for entries in doors.values() if entries]
    if len(first) == 1:
        return onward(request, first[0].route, school=first[0].school)
    return page(request, "home.html", doors=doors)
