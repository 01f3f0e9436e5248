"""The families' side of the demo, in the console's own house: write a mail as a parent, see what is decided
and why, read what the family gets; and step into the console as its coordinator with one click.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console.access import ANYBODY
from bot.console.annex import Annex
from bot.console.app import build_console
from bot.console.context import console_of, visitor_of
from bot.console.guard import Elsewhere
from bot.console.onward import onward
from bot.console.pages.home import home
from bot.console.pages.sign_in import local, welcome
from bot.console.rendering import page
from bot.demo import words
from bot.demo.board import Row
from bot.demo.case import CaseView, case_view, try_credentials
from bot.demo.posting import make_answer, send
from bot.demo.situations import SITUATIONS, Draft, Family, draft, families, first_choice
from bot.demo.stage import Stage
from bot.model.ticket import Role
from bot.store.tables.console import Stage as SignedIn

_HERE = Path(__file__).parent
_ARRIVES_WITHIN_S = 5.0
_MAX_TEXT = 20_000
_SITUATIONS = {situation.id: situation for situation in SITUATIONS}
_WRONG_ADDRESS = "Escriba una dirección de correo completa, como familia@correo.example."
#: Whom a visitor can be in the console: name, and what the pages call them.
_PEOPLE = {Role.COORDINATOR: "Coordinación (demostración)", Role.ADMIN: "Administración (demostración)"}

Text = Annotated[str, Form(max_length=_MAX_TEXT)]
Line = Annotated[str, Form(max_length=500)]

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Demo:
    """What the pages work with."""

    stage: Stage
    families: Mapping[str, Family]


def build_demo(stage: Stage) -> FastAPI:
    """The console over a running demo, with the families' pages."""
    access = {route.name: ANYBODY for route in router.routes}  # type: ignore[attr-defined]  # all are APIRoutes
    app = build_console(
        stage.house,
        annex=Annex(router=router, access=access, templates=_HERE / "templates", static=_HERE / "static"),
    )
    app.state.demo = Demo(stage, families(stage.register))
    return app


@router.get("/")
def front(request: Request) -> Response:
    """Families first; whoever has signed in finds the console's own first page."""
    session = visitor_of(request).session
    if session is not None and session.stage is SignedIn.FULL:
        return home(request)
    return onward(request, "write_as_family")


@router.get("/familias")
def write_as_family(
    request: Request, familia: str | None = None, situacion: str = SITUATIONS[0].id
) -> Response:
    """The form, filled in for a family in a situation, and all mails so far."""
    demo = _demo(request)
    family = first_choice(demo.families) if familia is None else familia
    chosen, situation = demo.families.get(family), _SITUATIONS.get(situacion)
    filled = draft(chosen, situation) if chosen and situation else Draft()
    return _form(request, filled, family=family, situation=situacion)


@router.get("/familias/correos")
def family_mails(request: Request) -> Response:
    """The mails so far, for a page that is open."""
    return page(request, "_family_mails.html", rows=_demo(request).stage.board)


@router.post("/familias/enviar")
def send_as_family(
    request: Request,
    name: Line = "",
    address: Line = "",
    subject: Line = "",
    text: Text = "",
    familia: Line = "",
    situacion: Line = "",
    answers: Line = "",
) -> Response:
    """Send the visitor's mail, and wait until the bot has fetched it."""
    demo = _demo(request)
    try:
        mail = _written(name, address, subject, text)
    except (ValueError, MessageError):
        filled = Draft(name, address, subject, text)
        return _form(request, filled, family=familia, situation=situacion, error=_WRONG_ADDRESS)
    letter = demo.stage.servers.families.get(answers)
    if letter is not None:
        make_answer(mail, letter)
    send(mail, demo.stage.servers)
    deadline = time.monotonic() + _ARRIVES_WITHIN_S
    while time.monotonic() < deadline:
        row = next((row for row in demo.stage.board if row.message_id == mail["Message-ID"]), None)
        if row is not None:
            return onward(request, "family_mail", number=row.id)
        time.sleep(0.05)
    return RedirectResponse(f"{request.app.url_path_for('write_as_family')}#correos", 303)


@router.get("/familias/correo/{number}")
def family_mail(request: Request, number: int) -> Response:
    """What became of one mail."""
    return _outcome(request, "family_mail.html", number)


@router.get("/familias/correo/{number}/estado")
def family_mail_state(request: Request, number: int) -> Response:
    """The same, for a page that is open."""
    return _outcome(request, "_family_case.html", number)


@router.post("/familias/correo/{number}/entrar")
def enter_as_family(request: Request, number: int) -> Response:
    """Try the credentials of the SMS, as the family would in iPasen."""
    says = words.LOGIN[try_credentials(_demo(request).stage, _row(request, number))]
    return _outcome(request, "family_mail.html", number, login=says)


@router.post("/familias/consola")
def enter_console(
    request: Request,
    role: Annotated[Literal["coordinator", "admin"], Form()] = "coordinator",
    back: Line = "/",
) -> Response:
    """Sign the visitor in as somebody of the invented school: there is nothing here to be kept from them."""
    console, school, papel = console_of(request), _demo(request).stage.school, Role(role)
    user = console.users.named(role) or console.users.add(
        role,
        full_name=_PEOPLE[papel],
        roles={school.id: {Role.COORDINATOR, papel}},
        by="demo",
        now=console.clock(),
    )
    return welcome(request, user, RedirectResponse(local(back), 303))


# --------------------------------------------------------------------------- helpers


def _demo(request: Request) -> Demo:
    demo: Demo = request.app.state.demo
    return demo


def _row(request: Request, number: int) -> Row:
    """The mail of this number. Raises Elsewhere."""
    row = next((row for row in _demo(request).stage.board if row.id == number), None)
    if row is None:
        raise Elsewhere
    return row


def _form(request: Request, filled: Draft, *, family: str, situation: str, error: str = "") -> Response:
    demo = _demo(request)
    return page(
        request,
        "families.html",
        status=422 if error else 200,
        families=demo.families,
        family=family,
        on_file=demo.families[family].on_file if family in demo.families else "",
        situations=SITUATIONS,
        situation=situation,
        address=demo.stage.school.address,
        draft=filled,
        error=error,
        rows=demo.stage.board,
    )


def _outcome(request: Request, template: str, number: int, *, login: str = "") -> Response:
    row = _row(request, number)
    return page(
        request,
        template,
        row=row,
        case=_case(request, row),
        headline=words.HEADLINES[row.action] if row.action else "",
        consequence=words.CONSEQUENCES[row.action] if row.action else "",
        login=login,
        demo_school=_demo(request).stage.school.id,
    )


def _case(request: Request, row: Row) -> CaseView | None:
    console, stage = console_of(request), _demo(request).stage
    review = console.house.review(stage.school, by="demo", mind=partial(console.minds, stage.school.id))
    return case_view(stage, review, row)


def _written(name: str, address: str, subject: str, text: str) -> EmailMessage:
    """The visitor's mail. Raises ValueError or MessageError when nobody could answer that address."""
    if "@" not in address or not address.isascii():
        raise ValueError(address)
    mail = EmailMessage()
    mail["From"] = Address(" ".join(name.split()), addr_spec=address.strip())
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = make_msgid(domain="familias.example")
    mail.set_content(text)
    return mail
