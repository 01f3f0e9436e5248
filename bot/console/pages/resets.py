"""A teacher's reset: how far it is, how it went, and the sheet with the passwords, once."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.bulk.choose import same_unit
from bot.bulk.letter import ADVICE
from bot.bulk.sheet import sheet
from bot.console.context import console_of, visitor_of
from bot.console.guard import Elsewhere
from bot.console.rendering import page
from bot.console.teacher import teacher_of
from bot.errors import InputError
from bot.ports.bulk import BulkRun, BulkState, Delivery
from bot.store.sections.resets import SqlBulkBook

router = APIRouter()


@router.get("/{school}/renovaciones/{run}")
def reset(request: Request, school: str, run: int) -> Response:
    """The page that is looked at until it is done; looking at it also resumes what was cut off."""
    teacher = teacher_of(request)
    found, delivery = _mine(request, school, run)
    if not delivery.settled:
        console_of(request).runs.nudge(school, run)
    told = found.of(BulkState.SET)
    return page(
        request,
        "reset.html",
        teacher=teacher,
        slug=same_unit,
        here_unit=None,
        run=found,
        delivery=delivery,
        told=told,
        fetchable=delivery.settled and any(item.password for item in told),
        encrypted=delivery.phrase is not None
        and console_of(request).house.settings.console.staff_delivery == "encrypted",
        others=[item for item in found.items if item.state not in (BulkState.SET, BulkState.MISSING)],
        missing=found.of(BulkState.MISSING),
        advice=ADVICE,
    )


@router.post("/{school}/renovaciones/{run}/descargar")
def fetch_sheet(request: Request, school: str, run: int) -> Response:
    """The PDF, once: then nobody can read the passwords here any more."""
    teacher = teacher_of(request)
    found, delivery = _mine(request, school, run)
    console = console_of(request)
    if not delivery.settled:
        raise InputError("Todavía no está lista: espere a que termine.")
    pdf = sheet(found, None, school=teacher.school.name, zone=teacher.school.zone)
    if not console.house.deliveries.fetch(found, actor=visitor_of(request).user.name, now=console.clock()):
        raise InputError(
            "Esas claves ya se descargaron, o han pasado 48 horas. Si hacen falta, pida otra renovación."
        )
    headers = {"Content-Disposition": f'attachment; filename="claves-{run}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _mine(request: Request, school: str, run: int) -> tuple[BulkRun, Delivery]:
    """A reset that this visitor asked for. Raises Elsewhere for anybody else's, or none."""
    house = console_of(request).house
    try:
        delivery = house.deliveries.of(school, run)
    except InputError:
        raise Elsewhere from None
    if delivery.user != visitor_of(request).user.id:
        raise Elsewhere
    return SqlBulkBook(house.engine, house.box).run(school, run), delivery
