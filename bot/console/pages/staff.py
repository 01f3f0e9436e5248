"""Who may sign in to a school's pages, and what for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response

from bot.actions.passwords import new_password
from bot.console.context import console_of, visitor_of
from bot.console.guard import Elsewhere
from bot.console.onward import onward
from bot.console.passwords import new_hash
from bot.console.rendering import page
from bot.errors import InputError
from bot.model.ticket import Role
from bot.store.events import note
from bot.store.people.users import User
from bot.text.wording import ROLES

router = APIRouter()

Roles = Annotated[list[Role] | None, Form()]


@router.get("/{school}/usuarios")
def staff(request: Request, school: str) -> Response:
    """Everybody who has a role here."""
    return _show(request, school)


@router.post("/{school}/usuarios")
def staff_add(
    request: Request,
    school: str,
    name: Annotated[str, Form(max_length=200)],
    full_name: Annotated[str, Form(max_length=200)] = "",
    email: Annotated[str, Form(max_length=320)] = "",
    roles: Roles = None,
    *,
    password: Annotated[bool, Form()] = False,
) -> Response:
    """Somebody new, or somebody of another school who now works here too: they keep how they sign in."""
    console, by = console_of(request), visitor_of(request).user.name
    if not roles:
        raise InputError("Diga para qué va a entrar: marque al menos un papel.")
    known = console.users.named(name)
    if known is not None and known.roles.get(school):
        raise InputError(f"«{known.name}» ya entra en este centro: cambie sus papeles en la lista.")
    if known is not None:
        console.users.grant(known.id, school, roles, by=by, now=console.clock())
        return _show(request, school, news=known)
    typed = new_password() if password else None
    added = console.users.add(
        name,
        full_name=full_name,
        email=email.strip() or None,
        password_hash=new_hash(typed, name=name) if typed else None,
        roles={school: roles},
        by=by,
        now=console.clock(),
    )
    return _show(request, school, news=added, password=typed)


@router.post("/{school}/usuarios/{user}")
def staff_change(
    request: Request,
    school: str,
    user: int,
    step: Annotated[Literal["roles", "password", "disable", "enable"], Form()],
    roles: Roles = None,
) -> Response:
    """Other roles here (none: they leave this school), a new password, or no way in at all.

    What concerns the person and not only this school is for somebody who administers all their schools.
    """
    console, me = console_of(request), visitor_of(request).user
    chosen = next((u for u in console.users.of(school) if u.id == user), None)
    if chosen is None:
        raise Elsewhere
    if chosen.id == me.id:
        raise InputError("Sus propios papeles y su acceso los cambia otra persona que administre.")
    if step != "roles" and not _mine(me, chosen):
        raise InputError(
            f"«{chosen.name}» entra también en otros centros: aquí solo puede cambiar sus papeles."
        )
    now = console.clock()
    match step:
        case "roles":
            console.users.grant(chosen.id, school, roles or [], by=me.name, now=now)
        case "password":
            typed = new_password()
            console.users.set_password(chosen.id, new_hash(typed, name=chosen.name))
            note(console.house.engine, school, "password_reset", {"user": chosen.name}, at=now, actor=me.name)
            return _show(request, school, news=chosen, password=typed)
        case "disable" | "enable":
            console.users.disable(chosen.id, now=now if step == "disable" else None)
            note(console.house.engine, school, f"user_{step}d", {"user": chosen.name}, at=now, actor=me.name)
    return onward(request, "staff", school=school)


def _mine(me: User, other: User) -> bool:
    """Does `me` administer every school of the other?"""
    return all(me.may(school, {Role.ADMIN}) for school, roles in other.roles.items() if roles)


def _show(
    request: Request, school: str, *, news: User | None = None, password: str | None = None
) -> Response:
    """`news`: who was just added or changed, with a password that is shown this once."""
    me = visitor_of(request).user
    return page(
        request,
        "staff.html",
        people=[(user, _mine(me, user)) for user in console_of(request).users.of(school)],
        roles=ROLES,
        news=news,
        password=password,
    )
