"""In a real browser: keys and clicks, nothing a mail brings is run or fetched, axe-core finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from bot.model import Role, TicketState
from tests.console.conftest import PASSWORD
from tests.console.hostile import mails
from tests.offices import SCHOOL

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_LIVE = "img, form, iframe, script, svg, [style], [href]:not(link)"  #: what could run, fetch or lead away
_PATIENCE_MS = 120_000  #: the machine is shared; no test waits for a time


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(site, chromium) -> Iterator:
    """`desk("marta", width=360, dark=True)`: a signed-in page; what it asks for is noted in `page.asked`."""
    contexts = []

    def opened(name: str = "marta", *, width: int = 1440, dark: bool = False, scripts: bool = True) -> Page:
        if site.users.named(name) is None:
            site.add(name, Role.ADMIN)
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            bypass_csp=dark or width == 360,  # axe is put into the page
        )
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.url}/entrar")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/cola*")
        return page

    yield opened
    for context in contexts:
        context.close()


def state(site, situation: str) -> TicketState:
    return site.house.tickets.get(SCHOOL, site.office.number(situation)).ticket.state


def test_a_case_is_cleared_with_the_keyboard_and_taken_back(site, desk):
    page = desk()
    first = page.locator("[data-row]").first.get_attribute("data-row")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/casos/{first}")
    page.keyboard.press("r")
    page.wait_for_url(f"**hecho={first}")
    page.keyboard.press("z")
    page.wait_for_url(f"**/casos/{first}")
    file = site.house.tickets.get(SCHOOL, first)
    assert file.ticket.state is TicketState.OPEN
    assert [e.kind for e in file.events[-3:]][-1] == "undone"


def test_approving_over_a_phone_that_differs_takes_a_second_key(site, desk):
    page = desk()
    number = site.office.number("wrong_phone")
    page.goto(f"{site.url}/{SCHOOL}/casos/{number}")
    page.keyboard.press("a")
    page.wait_for_selector("form#sure")
    assert state(site, "wrong_phone") is TicketState.OPEN
    page.keyboard.press("a")
    page.wait_for_url(f"**hecho={number}")
    assert state(site, "wrong_phone") is TicketState.WORKING


def test_a_row_is_set_aside_from_the_queue(site, desk):
    page = desk()
    first = page.locator("[data-row]").first.get_attribute("data-row")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_url(f"**hecho={first}")
    assert site.house.tickets.get(SCHOOL, first).ticket.state is TicketState.IGNORED


def test_without_scripts_everything_is_still_there(site, desk):
    page = desk(scripts=False)
    page.select_option("select[name=motivo]", "phone_mismatch")
    page.click("text=Filtrar")
    page.click("[data-row]")
    page.click("form#approve button")
    page.click("form#sure button")
    page.wait_for_selector("form.undo")
    assert state(site, "wrong_phone") is TicketState.WORKING
    page.click("form.undo button")
    page.wait_for_selector("form#approve")
    assert state(site, "wrong_phone") is TicketState.OPEN


def test_two_people_see_each_other(site, desk):
    marta, luis = desk("marta"), desk("luis")
    path = f"{site.url}/{SCHOOL}/casos/{site.office.number('no_pupil')}"
    marta.goto(path)
    luis.goto(path)
    assert luis.locator("text=marta está con este caso").count() == 1
    assert luis.locator("form#reject button").is_disabled()


def test_nothing_a_mail_brings_is_run_or_fetched(site, desk):
    hostile = mails()
    assert len(hostile) >= 60
    site.office.receive(list(hostile.values()))
    page = desk()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    tickets = {t.sender: t.number for t in site.house.tickets.list_tickets(SCHOOL, limit=500)}
    shown = 0
    for name in hostile:
        number = tickets.get(f"{name.replace('_', '.')}@b.test")
        if number is None:
            continue
        shown += 1
        page.goto(f"{site.url}/{SCHOOL}/casos/{number}")
        for view in page.locator("a[data-frame]").all():
            view.click()
            frame = page.wait_for_selector("iframe").content_frame()
            frame.wait_for_load_state()
            assert frame.evaluate("window.pwned") is None, name
            if frame.url.endswith("/html"):  # the browser itself makes a page of plain text
                assert frame.locator(_LIVE).count() == 0, name
        assert page.evaluate("window.pwned") is None, name
        assert page.url.endswith(number), name
    assert shown >= 50
    page.goto(f"{site.url}/{SCHOOL}/cola")
    assert page.evaluate("window.pwned") is None
    assert {url for url in asked if not url.startswith(site.url)} == set()


def test_a_passkey_is_made_and_signs_in(site, desk):
    page = desk()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    home = site.url.replace("127.0.0.1", "localhost")  # a key belongs to a name, never to an address
    page.goto(f"{home}/entrar")
    page.fill("input[name=name]", "marta")
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action='/entrar'] button")
    page.wait_for_url("**/cola*")
    page.goto(f"{home}/cuenta")
    page.fill("form[action='/cuenta/llaves'] input[name=password]", PASSWORD)
    page.click("text=Añadir una llave")
    page.fill("input[name=label]", "Portátil")
    page.click("text=Crearla en este equipo")
    page.wait_for_selector("input[value='Portátil']")
    page.click("text=Salir")
    page.click("text=Entrar con una llave de acceso")
    page.wait_for_url("**/cola*")


def test_the_chart_is_drawn_and_the_policy_has_nothing_against_it(site, desk):
    page = desk()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{site.url}/{SCHOOL}/resumen")
    page.wait_for_function(
        """() => {
          const canvas = document.querySelector("#days-chart canvas");
          if (!canvas?.width) return false;
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return pixels.some((value) => value > 0);
        }"""
    )
    assert refused == []


def test_a_password_shown_once_is_copied_with_a_click(site, desk):
    page = desk()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/{SCHOOL}/usuarios")
    page.fill("input[name=name]", "luis")
    page.check("input[name=roles][value=staff] >> nth=-1")
    page.check("input[name=password]")
    page.click("text=Añadir")
    shown = page.text_content("code[data-copy]")
    page.click("[role=status] button")
    page.wait_for_selector("button.copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1440, True)], ids=["phone_light", "wide_dark"])
def test_axe_finds_nothing(site, desk, width, dark):
    page = desk(width=width, dark=dark)
    case = f"/{SCHOOL}/casos/{site.office.number('wrong_phone')}"
    ours = ("cola", "seneca", "resumen", "administracion", "usuarios", "registro", "matricula")
    for path in (*(f"/{SCHOOL}/{name}" for name in ours), case, "/nowhere", "/entrar"):
        page.goto(site.url + path)
        page.add_script_tag(path=str(AXE))
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        told = [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]
        assert told == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
