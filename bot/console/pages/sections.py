"""A teacher's sections: who has an account, whose password is to be renewed, and "are you sure?"."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.actions.passwords import new_password
from bot.bulk.choose import chosen, same_unit
from bot.bulk.reset import Bulk
from bot.console.context import console_of, visitor_of
from bot.console.onward import onward
from bot.console.rendering import page
from bot.console.teacher import Teacher, teacher_of
from bot.errors import InputError
from bot.ports.bulk import BulkItem, BulkState
from bot.store.events import note
from bot.text.tags import new_message_id

router = APIRouter()

Pupils = Annotated[list[str], Form(max_length=2000, default_factory=list)]
_NOBODY = "No ha marcado a nadie. Vuelva atrás y marque a quien necesite otra clave."


@router.get("/{school}/grupos")
def sections(request: Request, school: str) -> Response:
    """Their centres and sections."""
    return page(request, "sections.html", teacher=teacher_of(request), slug=same_unit, here_unit=None)


@router.get("/{school}/grupos/{unit}")
def section(request: Request, school: str, unit: str, todas: str = "") -> Response:
    """The accounts of one section. `todas`: all ticked, for browsers without scripts."""
    teacher = teacher_of(request)
    name = teacher.unit(unit)
    items = _look(request, teacher, name)
    console = console_of(request)
    me = visitor_of(request).user.name
    note(console.house.engine, school, "staff_section_seen", {"section": name}, at=console.clock(), actor=me)
    return page(
        request, "section.html", teacher=teacher, slug=same_unit, here_unit=name, items=items, all=bool(todas)
    )


@router.post("/{school}/grupos/{unit}/confirmar")
def confirm_reset(
    request: Request,
    school: str,
    unit: str,
    pupil: Pupils,
    active: Pupils,
) -> Response:
    """What would be done, once more, before anything is."""
    teacher = teacher_of(request)
    name = teacher.unit(unit)
    items = _look(request, teacher, name)
    wanted = chosen(items, ticked=pupil, seen_active=active)
    return page(
        request,
        "section_confirm.html",
        teacher=teacher,
        slug=same_unit,
        here_unit=name,
        wanted=_renewed(wanted),
        active=[i for i in _renewed(wanted) if i.account.student in active and i.last_sign_in],
        missing=[i for i in wanted if i.state is BulkState.MISSING],
        once=secrets.token_urlsafe(24),
    )


@router.post("/{school}/grupos/{unit}/renovar")
def begin_reset(
    request: Request,
    school: str,
    unit: str,
    once: Annotated[str, Form(min_length=20, max_length=64)],
    pupil: Pupils,
    active: Pupils,
) -> Response:
    """Commit the list and let it run; the same form sent twice is one reset."""
    console, user, teacher = console_of(request), visitor_of(request).user, teacher_of(request)
    name = teacher.unit(unit)
    deliveries = console.house.deliveries
    number = deliveries.known(once, user.id)
    if number is None:
        wanted = chosen(_look(request, teacher, name), ticked=pupil, seen_active=active)
        _renewed(wanted)
        number = _bulk(request, teacher).start(
            wanted, section=name, requested_by=teacher.email, even_active=False, actor=user.name
        )
        if not deliveries.open(
            number,
            once=once,
            user=user.id,
            message_id=new_message_id(teacher.school.domain),
            phrase=new_password(),
        ):
            number = deliveries.known(once, user.id)
    if number is None:
        raise InputError(_NOBODY)
    console.runs.nudge(school, number)
    return onward(request, "reset", school=school, run=number)


def _look(request: Request, teacher: Teacher, unit: str) -> list[BulkItem]:
    """Raises InputError for a section without pupils, TransportError when the system is away."""
    register = console_of(request).minds(teacher.school.id).index.register
    return _bulk(request, teacher).look(register, unit)


def _bulk(request: Request, teacher: Teacher) -> Bulk:
    return console_of(request).house.bulk(teacher.school, teacher.school.pupil_system or "")


def _renewed(wanted: Sequence[BulkItem]) -> list[BulkItem]:
    """Those of the list that get a new password. Raises InputError when there are none."""
    found = [item for item in wanted if item.state is BulkState.WAITING]
    if not found:
        raise InputError(_NOBODY)
    return found
