"""A teacher among the visitors: what they have proved, and what is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from bot.bulk.choose import same_unit
from bot.console.context import console_of, school_of, visitor_of
from bot.console.guard import Elsewhere
from bot.settings.values import School


class NotProved(Exception):  # noqa: N818 - a fact: the visitor is shown the way to prove it
    """Signed in as staff, but without having shown document and number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """Who asks, in one centre."""

    email: str
    school: School
    centres: Sequence[School]  #: all that they have proved to be of
    units: Sequence[str]  #: theirs in this one

    def unit(self, slug: str) -> str:
        """One of their sections by its place in a path. Raises Elsewhere for any other."""
        for unit in self.units:
            if same_unit(unit) == slug:
                return unit
        raise Elsewhere


def teacher_of(request: Request) -> Teacher:
    """The visitor as a teacher of the path's centre. Raises NotProved."""
    console, visitor = console_of(request), visitor_of(request)
    school, email = school_of(request), visitor.user.address
    proved = console.house.staff.proved(visitor.secret)
    if school.id not in proved:
        raise NotProved
    centres = [s for s in console.house.settings.school if s.id in proved and visitor.user.roles.get(s.id)]
    return Teacher(
        email=email,
        school=school,
        centres=centres,
        units=console.house.staff.units(school.id, email),
    )
