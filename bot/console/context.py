"""What every page works with: the house, who asks, and from where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi import Request

from bot.bootstrap import House
from bot.console.access import Need
from bot.console.i18n import Catalogue
from bot.console.runs import Runs
from bot.console.uploads import Uploads
from bot.mail.letters.composer import SchoolComposer
from bot.mind.mind import Mind
from bot.model.ticket import Role
from bot.review.steps import Review
from bot.settings.values import School
from bot.store.people.failures import SqlFailures
from bot.store.people.passkeys import SqlPasskeys
from bot.store.people.sessions import Session, SqlSessions
from bot.store.people.users import SqlUsers, User

UNDO_FOR = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The adapters behind the pages; one for the whole program."""

    house: House
    minds: Callable[[str], Mind]  #: of a school: register and rules in force, kept between requests
    composers: Callable[[str], SchoolComposer]  #: of a school: its templates, read again when they change
    users: SqlUsers
    passkeys: SqlPasskeys
    sessions: SqlSessions
    failures: SqlFailures
    uploads: Uploads
    runs: Runs  #: resets of whole sections, in the background
    clock: Callable[[], datetime]
    origin: str | None  #: scheme://host of `public_url`; None: whatever host the request names
    secure: bool  #: reached over https: cookies never travel otherwise
    access: Mapping[str, Need | frozenset[Role]]  #: who may open what; a route that is not here is closed
    more_templates: tuple[Path, ...]  #: of an annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks."""

    session: Session | None  #: None: not signed in
    secret: str  #: of the session's cookie, else of the one that guards the forms of strangers
    form_token: str  #: what this visitor's forms must bring back
    catalogue: Catalogue

    @property
    def user(self) -> User:
        """Only for routes that somebody must be signed in for."""
        assert self.session is not None
        return self.session.user


def console_of(request: Request) -> Console:
    """The console that serves this request."""
    console: Console = request.app.state.console
    return console


def visitor_of(request: Request) -> Visitor:
    """Who sent this request; the guard has found out."""
    visitor: Visitor = request.state.visitor
    return visitor


def review_of(request: Request, *, seen: int | None = None) -> Review:
    """The human steps of the path's school, taken by the visitor; `seen`: the version they looked at."""
    console, school = console_of(request), school_of(request)
    review = console.house.review(
        school, by=visitor_of(request).user.name, mind=partial(console.minds, school.id)
    )
    return replace(
        review,
        dossier=replace(review.dossier, composer=partial(console.composers, school.id), clock=console.clock),
        seen=seen,
        undo_for=UNDO_FOR,
        clock=console.clock,
    )


def school_of(request: Request) -> School:
    """The school of the path; the guard has checked that it is one and that the visitor belongs there."""
    return console_of(request).house.school(request.path_params["school"])
