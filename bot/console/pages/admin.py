"""For admins: is it on, which rules are in force and what is wrong with the draft, where the rest is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response

from bot.console.context import console_of, school_of, visitor_of
from bot.console.onward import onward
from bot.console.rendering import page
from bot.decision.policy import Policy
from bot.errors import InputError
from bot.mind.rule_check import ensure_sound, problems_of
from bot.rules.directory import Problem, RulesError, in_order, shipped_rules
from bot.rules.files import fingerprint, rules_version
from bot.store.cases.health import health
from bot.store.register.enrolment import imported_at
from bot.store.rules.golden import golden_cases
from bot.store.rules.versions import DIRECTORY, active_version, rollback, versions
from bot.store.schools import pause, resume
from bot.tuning.publishing import publish

router = APIRouter()


@router.get("/{school}/administracion")
def admin(request: Request, school: str) -> Response:
    """The state of things."""
    console, settings = console_of(request), school_of(request)
    engine = console.house.engine
    draft = settings.rules or shipped_rules()
    problems = _problems(draft, fingerprint(draft))
    policy = _in_force(request)
    return page(
        request,
        "admin.html",
        policy=policy,
        active=active_version(engine, school),
        versions=versions(engine, school)[::-1],
        draft=draft.name if settings.rules else "",
        draft_version=None if problems else rules_version(draft),
        problems=problems,
        last_good=console.house.rules_kept.state(school) if problems else None,
        golden=len(golden_cases(engine, school)),
        health=health(engine, school, now=console.clock()),
        imported=imported_at(engine, school),
        people=sum(not user.disabled_at for user in console.users.of(school)),
    )


@router.post("/{school}/administracion/marcha")
def switch(request: Request, school: str, state: Annotated[Literal["on", "off"], Form()]) -> Response:
    """Stop acting, or act again; mail is read and kept in any case."""
    console = console_of(request)
    by, now = visitor_of(request).user.name, console.clock()
    (resume if state == "on" else pause)(console.house.engine, school, by=by, now=now)
    return onward(request, "admin", school=school)


@router.post("/{school}/administracion/reglas")
def put_in_force(request: Request, school: str, version: Annotated[int, Form(ge=0)]) -> Response:
    """An earlier version of the rules from now on; 0: the directory of the settings, if it is sound."""
    console = console_of(request)
    if version == DIRECTORY:
        ensure_sound(school_of(request).rules or shipped_rules())
    rollback(console.house.engine, school, version, by=visitor_of(request).user.name, now=console.clock())
    return onward(request, "admin", school=school)


@router.post("/{school}/administracion/publicar")
def publish_draft(request: Request, school: str) -> Response:
    """The directory of the settings as the next version, as `incidencias rules publish` does it."""
    console, settings = console_of(request), school_of(request)
    if settings.rules is None:
        raise InputError(
            "Este centro no tiene carpeta de reglas propia: ponga «rules» en su [[school]] de los ajustes."
        )
    publish(
        console.house.engine,
        school,
        settings.rules,
        mind=lambda rules: console.house.mind(settings, rules=rules),
        by=visitor_of(request).user.name,
        now=console.clock(),
    )
    return onward(request, "admin", school=school)


@lru_cache(maxsize=16)
def _problems(draft: Path, _files: frozenset[tuple[str, int, int]]) -> list[Problem]:
    """What is wrong with the draft, looked for once (it takes a second) as long as no file changes."""
    return [replace(p, file=_within(draft, p.file)) for p in in_order(problems_of(draft))]


def _in_force(request: Request) -> Policy | None:
    """What decides now: the last good rules. None: there have never been any."""
    try:
        return console_of(request).minds(school_of(request).id).policy
    except RulesError:
        return None


def _within(directory: Path, file: str) -> str:
    """A rules file as an admin calls it."""
    return Path(file).relative_to(directory).as_posix() if Path(file).is_relative_to(directory) else file
