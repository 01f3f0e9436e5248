"""The way around: what stands in the bar of every page, for those who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.console.access import ACCESS, Need
from bot.console.context import Visitor
from bot.store.tables.console import Stage

#: Route name and what it is called, in the order shown.
MENU: tuple[tuple[str, str], ...] = (
    ("queue", "Cola"),
    ("worklist", "Séneca"),
    ("overview", "Resumen"),
    ("admin", "Administración"),
    ("sections", "Mis grupos"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the bar."""

    route: str
    label: str  #: Spanish
    school: str


def menu(visitor: Visitor, school: str | None) -> Iterator[Entry]:
    """What this visitor may open in this school."""
    if visitor.session is None or visitor.session.stage is not Stage.FULL or school is None:
        return
    for route, label in MENU:
        need = ACCESS[route]
        if isinstance(need, Need) or visitor.user.may(school, need):
            yield Entry(route, label, school)
