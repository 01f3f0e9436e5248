"""Staff prove who they are, by document and staff number, before they see any pupil."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console.context import console_of, visitor_of
from bot.console.devices import tries_of_user
from bot.console.guard import Elsewhere
from bot.console.pages.sign_in import local
from bot.console.rendering import page
from bot.model.ticket import Role
from bot.registry.staff import identity_of
from bot.settings.values import School

router = APIRouter()

_WRONG = (
    "Los datos no coinciden con los de su centro. Revíselos, o pregunte a quien lleva la lista de docentes."
)
_WAIT = "Demasiados intentos seguidos. Espere un cuarto de hora."

Line = Annotated[str, Form(max_length=60)]


@router.get("/identidad")
def identity(request: Request, volver: str = "/") -> Response:
    """The form."""
    return _form(request, volver)


@router.post("/identidad")
def prove_identity(
    request: Request,
    document: Line = "",
    number: Line = "",
    back: Annotated[str, Form(max_length=300)] = "/",
) -> Response:
    """Check both; the same words whatever was wrong. Every try is in the audit trail."""
    console, visitor, centres = console_of(request), visitor_of(request), _centres(request)
    tries = tries_of_user(request, "identity")
    if tries.too_many():
        return _form(request, back, error=_WAIT, status=429)
    proved = console.house.staff.prove(
        visitor.secret,
        visitor.user.address,
        {school.id: identity_of(document, number, school.country) for school in centres},
        actor=visitor.user.name,
        now=tries.now,
    )
    if not proved:
        tries.failed()
        return _form(request, back, error=_WRONG, status=403)
    tries.succeeded()
    return RedirectResponse(local(back) if local(back) != "/" else f"/{proved[0]}/grupos", 303)


def _form(request: Request, back: str, *, error: str = "", status: int = 200) -> Response:
    countries = {school.country for school in _centres(request)}
    country = countries.pop() if len(countries) == 1 else ""
    return page(request, "identity.html", status=status, back=local(back), error=error, country=country)


def _centres(request: Request) -> list[School]:
    """Where the visitor is staff. Raises Elsewhere when that is nowhere."""
    user = visitor_of(request).user
    schools = console_of(request).house.settings.school
    centres = [school for school in schools if user.may(school.id, {Role.STAFF})]
    if not centres:
        raise Elsewhere
    return centres
