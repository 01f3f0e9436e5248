"""The demo's page: write a mail as a family, see what is decided and why, read what the family gets."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.demo import words
from bot.demo.board import Row, rows
from bot.demo.case import case_view, try_credentials
from bot.demo.posting import make_answer, send
from bot.demo.server import HOST
from bot.demo.situations import SITUATIONS, Draft, draft, families, first_choice
from bot.demo.stage import SCHOOL, Stage

_HERE = Path(__file__).parent
_ARRIVES_WITHIN_S = 5.0
_MAX_TEXT = 20_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_LOGIN_SAYS = {
    "must_change": "iPasen acepta la clave y pide cambiarla por una propia.",
    "ok": "iPasen acepta la clave.",
    "expired": "La clave ya no vale: ha caducado o se ha anulado.",
    "wrong": "iPasen no acepta la clave: después se ha puesto otra.",
}

Text = Annotated[str, Form(max_length=_MAX_TEXT)]
Line = Annotated[str, Form(max_length=500)]


def build_page(stage: Stage) -> FastAPI:
    """The page over a running demo. Everything it knows it reads from the store and the letters."""
    app = FastAPI(title="incidencias: demostración", openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    templates = Jinja2Templates(directory=_HERE / "templates")
    templates.env.globals |= {
        "words": words,
        "school": SCHOOL,
        "address": stage.school.address,
        "config": stage.config,
    }
    chosen = families(stage.register)
    first = first_choice(chosen)
    situations = {situation.id: situation for situation in SITUATIONS}

    @app.middleware("http")
    async def careful(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """No other site may send mails through this page, nor show it in a frame."""
        origin = request.headers.get("origin")
        if request.method == "POST" and origin not in {None, f"http://{request.headers.get('host')}"}:
            return Response("Solo desde esta misma página.", status_code=403)
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    def board() -> list[Row]:
        return rows(stage.house.engine, stage.school.id)

    def found(number: int) -> Row:
        row = next((row for row in board() if row.id == number), None)
        if row is None:
            raise HTTPException(404, "No hay ningún correo con ese número.")
        return row

    def show_form(
        request: Request, filled: Draft, *, family: str, situation: str, error: str = ""
    ) -> Response:
        return templates.TemplateResponse(
            request,
            "index.html",
            {
                "families": chosen,
                "family": family,
                "on_file": chosen[family].on_file if family in chosen else "",
                "situations": SITUATIONS,
                "situation": situation,
                "draft": filled,
                "error": error,
                "rows": board(),
            },
            status_code=422 if error else 200,
        )

    @app.get("/", response_class=HTMLResponse)
    def index(request: Request, familia: str = first, situacion: str = SITUATIONS[0].id) -> Response:
        family, situation = chosen.get(familia), situations.get(situacion)
        filled = draft(family, situation) if family and situation else Draft()
        return show_form(request, filled, family=familia, situation=situacion)

    @app.get("/tabla", response_class=HTMLResponse)
    def table(request: Request) -> Response:
        return templates.TemplateResponse(request, "_table.html", {"rows": board()})

    @app.post("/enviar")
    def post_mail(
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
        try:
            mail = _written(name, address, subject, text)
        except (ValueError, MessageError):
            return show_form(
                request,
                Draft(name, address, subject, text),
                family=familia,
                situation=situacion,
                error="Escriba una dirección de correo completa, como familia@correo.example.",
            )
        letter = stage.servers.families.get(answers)
        if letter is not None:
            make_answer(mail, letter)
        send(mail, stage.servers)
        deadline = time.monotonic() + _ARRIVES_WITHIN_S
        while time.monotonic() < deadline:
            row = next((row for row in board() if row.message_id == mail["Message-ID"]), None)
            if row is not None:
                return RedirectResponse(f"/correo/{row.id}", 303)
            time.sleep(0.05)
        return RedirectResponse("/#correos", 303)

    @app.get("/correo/{number}", response_class=HTMLResponse)
    def one_mail(request: Request, number: int) -> Response:
        row = found(number)
        return templates.TemplateResponse(request, "mail.html", {"row": row, "case": case_view(stage, row)})

    @app.get("/correo/{number}/estado", response_class=HTMLResponse)
    def state(request: Request, number: int) -> Response:
        row = found(number)
        return templates.TemplateResponse(request, "_case.html", {"row": row, "case": case_view(stage, row)})

    @app.post("/correo/{number}/entrar", response_class=HTMLResponse)
    def enter(request: Request, number: int) -> Response:
        """Try the credentials of the SMS, as the family would in iPasen."""
        row = found(number)
        says = _LOGIN_SAYS[try_credentials(stage, row)]
        context = {"row": row, "case": case_view(stage, row), "login": says}
        return templates.TemplateResponse(request, "mail.html", context)

    return app


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
