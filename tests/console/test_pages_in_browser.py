"""Every page in a real browser: axe-core finds nothing, and nothing that a mail brings is run or fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from bot.console.access import ACCESS, ANYBODY
from bot.console.cookies import SESSION
from bot.model.ticket import Role
from bot.store.cases.hands import merge
from bot.store.tables.console import Stage
from tests.console.browsing import Shared, follow, looked_at, press, running_chromium, shared
from tests.console.conftest import DNI, NUMBER, knowing
from tests.console.hostile import mails
from tests.console.test_gate import routes
from tests.offices import SCHOOL

_LIVE = "img, form, iframe, script, svg, [style], [href]:not(link)"  #: what could run, fetch or lead away
#: GET routes that answer with something else than a page of ours.
_NO_PAGES = {"healthz", "metrics", "home", "worklist_csv", "overview_csv", "mail_source", "mail_html"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory, moodle) -> Iterator[Shared]:
    directory = tmp_path_factory.mktemp("pages")
    with running_chromium() as chromium, shared(directory, chromium, moodle) as one:
        yield one


# --------------------------------------------------------------------------- axe-core


@pytest.fixture(scope="module")
def eva(desk) -> Page:
    """Somebody with every role, who has proved who she is and has renewed her section."""
    page = desk.sit("eva")
    page.goto(desk.at("grupos"))
    wrong = looked_at(page)  # where staff prove who they are
    page.fill("input[name=document]", DNI)
    page.fill("input[name=number]", NUMBER)
    follow(page, "main button")
    page.goto(desk.at(f"grupos/{desk.unit}"))
    follow(page, "text=Procesar")
    wrong += looked_at(page)
    page.click("text=Sí, renovar")
    page.wait_for_selector("text=Resultado del proceso")
    assert wrong == []
    return page


def paths(desk: Shared) -> dict[str, str]:
    """Every GET route by its name, as a path that exists."""
    number = desk.site.office.number("wrong_phone")
    values = {"school": SCHOOL, "number": number, "unit": desk.unit, "run": "1"}
    values["mail"] = str(desk.file(number).mails[0].id)
    return {
        route.name: re.sub(r"{(\w+)(:\w+)?}", lambda m: values[m[1]], route.path)
        for route in routes(desk.site)
        if "GET" in route.methods
    }


def test_axe_finds_nothing_on_any_page(desk, eva):
    other, wrong = set(), {}
    for name, path in paths(desk).items():
        if ACCESS[name] is ANYBODY:
            continue
        response = eva.request.get(desk.site.url + path, max_redirects=0)
        if response.status == 200 and response.headers["content-type"].startswith("text/html"):
            eva.goto(desk.site.url + path)
            wrong[name] = looked_at(eva)
        else:
            other.add(name)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert other == _NO_PAGES - {"healthz", "metrics"}


def test_axe_finds_nothing_for_strangers_on_errors_and_on_what_is_asked_in_between(desk, eva):
    wrong = {}
    pilar = desk.site.add("pilar", Role.COORDINATOR)
    half = desk.site.app.state.console.sessions.open(pilar.id, Stage.PASSWORD, now=datetime.now(UTC))
    stranger = desk.stranger()
    for path in ("/entrar", "/entrar/cuenta/vuelta", "/entrar/codigo"):
        if path == "/entrar/codigo":
            place = {"name": SESSION, "value": half, "url": desk.site.url, "sameSite": "Strict"}
            stranger.context.add_cookies([place])
        stranger.goto(desk.site.url + path)
        wrong[path] = looked_at(stranger)
    eva.goto(f"{desk.site.url}/nowhere")
    wrong["error"] = looked_at(eva)
    eva.goto(desk.at(f"casos/{desk.site.office.number('wrong_phone')}"))
    press(eva, "a")
    eva.wait_for_selector("form#sure")
    wrong["sure"] = looked_at(eva)
    eva.goto(desk.at("matricula"))
    eva.set_input_files("input[type=file]", desk.site.office.directory / "RegAlum.csv")
    follow(eva, "form:has(input[type=file]) button")
    assert eva.locator("#change").count() == 1
    wrong["preview"] = looked_at(eva)
    assert {name: found for name, found in wrong.items() if found} == {}


# --------------------------------------------------------------------------- on a phone and on paper


def test_on_a_phone_the_parts_of_a_row_stand_below_each_other(desk):
    page = desk.sit()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(desk.at("cola"))
    parts = page.locator("[data-row] >> nth=0 >> span").all()
    boxes = [part.bounding_box() for part in parts]
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(boxes))
    assert all(box["width"] > 200 for box in boxes)


def printed(page: Page) -> list[str]:
    """The texts of the pages of paper."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages]


def test_queue_case_and_work_list_are_printed_without_what_cannot_be_clicked(desk):
    number, page = desk.site.office.number("wrong_phone"), desk.sit()
    family, task = desk.site.office.families["wrong_phone"], desk.site.office.families["all_right"]
    sheets = {}
    page.emulate_media(color_scheme="dark")  # paper is white all the same
    for name, path in (("queue", "cola"), ("case", f"casos/{number}"), ("work", "seneca")):
        page.goto(desk.at(path))
        sheets[name] = printed(page)
    text = {name: " ".join("".join(those).split()) for name, those in sheets.items()}
    assert (len(sheets["queue"]), len(sheets["work"])) == (1, 1)
    assert len(sheets["case"]) <= 2
    assert number in text["queue"]
    assert str(family.guardian.name) in text["case"]
    assert "Qué pesó cada dato" in text["case"]
    assert task.phone.removeprefix("+34") in text["work"]
    assert "☐ Hecho" in text["work"]
    for button in ("Filtrar", "Salir", "Aprobar", "Pedirlo", "Copiar", "Corregir", "Descargar"):
        assert not [name for name, said in text.items() if button in said], button


# --------------------------------------------------------------------------- hostile mails


def test_nothing_a_mail_brings_is_run_or_fetched(desk):
    hostile = mails()
    assert len(hostile) >= 60
    desk.site.office.receive(list(hostile.values()), knowing(desk.site.house, SCHOOL))
    senders = {f"{name.replace('_', '.')}@b.test" for name in hostile}
    tickets = [t for t in desk.site.house.tickets.list_tickets(SCHOOL, limit=500) if t.sender in senders]
    assert len(tickets) >= 50
    page = desk.sit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.goto(desk.at("cola"))
    page.fill("input[name=text]", "b.test")
    press(page, "Enter")
    page.wait_for_selector("text=también entre lo ya resuelto")
    assert page.locator("[data-row]").count() >= 50
    assert page.evaluate("window.pwned") is None
    # All of them as one conversation: one page shows every one.
    one, *others = tickets
    for other in others:
        engine, seen = desk.site.house.engine, desk.file(other.number).ticket.version
        now = datetime.now(UTC)
        merge(engine, SCHOOL, other.number, one.number, expected_version=seen, by="marta", now=now)
    page.goto(desk.at(f"casos/{one.number}"))
    assert page.locator("article.mail").count() == len(tickets)
    for view in ("html", "fuente"):
        links = f"a[data-frame][href$='/{view}']"
        page.evaluate("(links) => document.querySelectorAll(links).forEach((link) => link.click())", links)
        shown = page.query_selector_all(f"iframe[src$='/{view}']")
        assert len(shown) == page.locator(links).count() >= 40
        for element in shown:
            frame = element.content_frame()
            frame.wait_for_url(f"**/{view}")
            pwned, live = frame.evaluate(
                "(live) => [window.pwned ?? null, document.querySelectorAll(live).length]", _LIVE
            )
            assert pwned is None, frame.url
            assert live == 0 or view != "html", frame.url  # the browser itself makes a page of plain text
    assert page.evaluate("window.pwned") is None
    assert page.url == desk.at(f"casos/{one.number}")
    assert {url for url in asked if not url.startswith(desk.site.url)} == set()
