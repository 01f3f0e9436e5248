"""The whole way of a person through each part of the console, with clicks and keys, over both databases."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pypdf import PdfReader

from bot.model.ticket import EffectKind, Role, TicketState
from bot.store.cases.health import health
from bot.store.tables.schema import Status
from tests.console.browsing import Shared, follow, press, running_chromium, shared
from tests.console.conftest import DNI, EVA, NUMBER, PASSWORD
from tests.offices import SCHOOL
from tests.servers.openid import OpenId, our_account, running_openid
from tests.servers.smsc import free_port


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def provider_port() -> int:
    return free_port()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request, tmp_path_factory, chromium, moodle, provider_port) -> Iterator[Shared]:
    """Marta's desk."""
    store = ""
    if request.param == "postgresql":
        store = request.getfixturevalue("postgres").create_database("console_in_browser")
    place = tmp_path_factory.mktemp(request.param)
    with shared(place, chromium, moodle, store=store, oidc=our_account(provider_port)) as one:
        yield one


def planned(desk: Shared, number: str) -> dict[EffectKind, Status]:
    return {e.kind: e.status for e in desk.file(number).effects if e.status is not Status.CANCELLED}


def open_case(desk: Shared, page: Page, number: str) -> None:
    page.goto(desk.at(f"casos/{number}"))


# --------------------------------------------------------------------------- 1: the queue


def test_the_queue_is_sifted_searched_and_walked_with_the_keyboard(desk):
    number = desk.case("wrong_phone")
    page = desk.sit()
    page.goto(desk.at("cola"))
    page.select_option("select[name=motivo]", "phone_mismatch")  # at once, without a click
    page.wait_for_url("**motivo=phone_mismatch**")
    page.fill("input[name=text]", str(desk.family(number).student.name))
    press(page, "Enter")
    page.wait_for_selector("text=también entre lo ya resuelto")
    page.wait_for_load_state("load")
    assert [row.get_attribute("data-row") for row in page.locator("[data-row]").all()] == [number]
    follow(page, "text=Volver a la cola")
    press(page, "?")
    assert page.locator("#keys").get_attribute("open") is not None
    rows = [row.get_attribute("data-row") for row in page.locator("[data-row]").all()]
    press(page, *"jjk", "e")  # mine
    page.wait_for_url(f"**hecho={rows[0]}")
    assert desk.file(rows[0]).ticket.owner == "marta"
    page.goto(desk.at("cola?mios=true"))
    assert page.locator("[data-row]").count() == 1
    before = desk.state(rows[0])
    press(page, *"js")
    page.wait_for_url(f"**hecho={rows[0]}")
    press(page, "z")
    page.wait_for_url(f"**/casos/{rows[0]}")
    assert desk.state(rows[0]) is before


def test_a_new_case_appears_by_itself_and_the_readers_place_stays(desk):
    page = desk.sit()
    page.clock.install()
    page.goto(desk.at("cola"))
    press(page, "j")
    here = page.evaluate("document.activeElement.dataset.row")
    number = desk.case("no_pupil")
    page.clock.fast_forward(16_000)
    page.wait_for_selector(f"[data-row='{number}']")
    assert page.evaluate("document.activeElement.dataset.row") == here


# --------------------------------------------------------------------------- 2: a case


def test_a_case_is_read_corrected_and_approved_with_a_second_key(desk):
    number = desk.case("wrong_phone")
    family, page = desk.family(number), desk.sit()
    open_case(desk, page, number)
    assert page.text_content(".mail mark.guardian") == str(family.guardian.name)
    assert page.text_content(".mail mark.phone").replace(" ", "").endswith("698123456")
    assert "≠" in page.text_content("table.accounts tr:has(th.phone)")
    page.click("text=Tal como llegó")
    assert "Message-ID" in page.wait_for_selector("iframe").content_frame().text_content("body")
    page.click("text=Corregir lo leído")
    page.fill("details input[name=phone]", family.phone)
    follow(page, "details button")
    assert "renovar la clave" in page.text_content("[role=status]")
    open_case(desk, page, number)
    press(page, "a")
    page.wait_for_selector("form#sure")
    assert family.phone[-3:] in page.text_content("section.confirm")
    assert desk.state(number) is TicketState.OPEN
    press(page, "a")
    page.wait_for_url(f"**hecho={number}")
    assert planned(desk, number)[EffectKind.WORK_ITEM] is Status.WAITING


def test_the_family_is_asked_answered_or_sent_on_and_each_step_is_taken_back(desk):
    number, page = desk.case("nobody_known"), desk.sit()
    steps = {
        "ask": lambda: (
            press(page, "p", "Space"),
            page.click("form#ask button"),
        ),
        "template": lambda: (
            page.select_option("select[name=articulo]", index=0),
            follow(page, "form:has(select[name=articulo]) button"),
            page.type("form#answer textarea", "Un saludo."),
            page.click("form#answer button"),
        ),
        "office": lambda: page.click("form:has(input[value=office]) button"),
        "reject": lambda: press(page, "r"),
        "close": lambda: page.click("form:has(input[value=close]) button"),
    }
    came_to = {}
    for name, take in steps.items():
        open_case(desk, page, number)
        take()
        page.wait_for_url(f"**hecho={number}")
        came_to[name] = (desk.state(number), desk.file(number).ticket.owner)
        if name == "template":
            replies = [e for e in desk.file(number).effects if e.status is Status.PENDING]
            assert "Un saludo." in replies[-1].payload["context"]["text"]
        press(page, "z")
        page.wait_for_url(f"**/casos/{number}")
    states = [state for state, _ in came_to.values()]
    T = TicketState  # noqa: N806 - for one line
    assert states == [T.WAITING, T.SOLVED, T.OPEN, T.CLOSED, T.CLOSED]
    assert came_to["office"][1] == "Secretaría"
    assert desk.state(number) is TicketState.OPEN
    desk.site.office.deliver()
    assert desk.site.office.letters(desk.file(number).ticket.sender)[1:] == []


def test_without_scripts_everything_is_still_there(desk):
    number, page = desk.case("wrong_phone"), desk.sit(scripts=False)
    page.goto(desk.at("cola"))
    page.select_option("select[name=motivo]", "phone_mismatch")
    for step in ("text=Filtrar", f"[data-row='{number}']", "form#approve button", "form#sure button"):
        follow(page, step)
    assert desk.state(number) is TicketState.WORKING
    follow(page, "form.undo button")
    assert desk.state(number) is TicketState.OPEN


# --------------------------------------------------------------------------- 3: two people


def test_two_people_see_each_other_and_only_one_acts(desk):
    number = desk.case("no_pupil")
    marta, luis = desk.sit("marta"), desk.sit("luis")
    open_case(desk, luis, number)
    luis.goto(desk.at("cola"))  # looked only: he has it for two minutes still
    open_case(desk, marta, number)
    assert marta.locator("text=luis está con este caso").count() == 1
    assert marta.locator("form#reject button").is_disabled()
    open_case(desk, luis, number)
    follow(marta, "text=lo tomo yo")
    assert marta.locator("form#reject button").is_enabled()
    press(luis, "r")  # on what he has before him
    luis.wait_for_selector("text=no se ha hecho nada")
    assert desk.state(number) is TicketState.OPEN
    other = desk.sit("marta")
    open_case(desk, other, number)
    for tab in (marta, other):
        press(tab, "r")
        tab.wait_for_url(f"**hecho={number}")
    assert [e.kind for e in desk.file(number).events].count("rejected") == 1


# --------------------------------------------------------------------------- 4: by hand in Séneca


def test_work_in_seneca_is_copied_ticked_off_and_taken_back(desk):
    number, page = desk.case("all_right"), desk.sit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(desk.at("seneca"))
    task = page.locator(f".tasks > li:has(a[href$='{number}'])")
    phone = desk.family(number).phone.removeprefix("+34")
    task.locator(f"button[aria-label$='{phone}']").click()
    page.wait_for_selector("button.copied")
    assert page.evaluate("navigator.clipboard.readText()") == phone
    for outcome, state in (("hecho", "pending"), ("no-se-puede", None)):
        page.goto(desk.at("seneca"))
        task.locator(f"button[value={outcome}]").click()
        page.wait_for_url(f"**hecho={number}")
        assert planned(desk, number).get(EffectKind.REPLY) == state
        assert task.count() == 0
        press(page, "z")
        page.wait_for_url(f"**/casos/{number}")
        assert planned(desk, number)[EffectKind.WORK_ITEM] is Status.WAITING


# --------------------------------------------------------------------------- 5: a whole section


@pytest.fixture(scope="module")
def openid(desk, provider_port) -> Iterator[OpenId]:
    home = desk.site.url.replace("127.0.0.1", "localhost")  # another site than the provider's
    with running_openid(f"{home}/entrar/cuenta/vuelta", provider_port) as provider:
        provider.claims(eva={"email": EVA, "email_verified": True, "name": "Eva Paz"})
        yield provider


def test_a_teacher_comes_with_the_schools_account_and_renews_a_section(desk, openid):
    page = desk.stranger(accept_downloads=True)
    home = desk.site.url.replace("127.0.0.1", "localhost")
    page.goto(f"{home}/{SCHOOL}/grupos")
    follow(page, "text=Entrar con la cuenta del centro")
    page.fill("input[name=login]", "eva")
    page.fill("input[name=password]", "x")
    follow(page, "button[type=submit]")
    page.click("button[type=submit]")  # she lets the console know who she is
    page.wait_for_url("**/identidad**")  # signed in, with a strict cookie, though another site led here
    page.fill("input[name=document]", "00000000T")
    page.fill("input[name=number]", NUMBER)
    follow(page, "main button")
    assert page.locator("[role=alert]").count() == 1
    page.fill("input[name=document]", DNI)
    page.fill("input[name=number]", NUMBER)
    follow(page, "main button")
    follow(page, ".centres a >> nth=-1")
    ticks = page.locator("input[name=pupil]")
    assert ticks.count() == desk.pupils
    page.uncheck("input[data-all]")
    assert page.locator("input[name=pupil]:checked").count() == 0
    page.check("input[data-all]")
    ticks.first.uncheck()
    assert page.evaluate("document.querySelector('input[data-all]').indeterminate")
    follow(page, "text=Procesar")
    assert f"¿Renovar {desk.pupils - 1} claves" in page.text_content("h1")
    page.click("text=Sí, renovar")
    page.wait_for_selector("text=Resultado del proceso")
    with page.expect_download() as coming:
        page.click("text=Descargar las claves")
    sheet = PdfReader(io.BytesIO(coming.value.path().read_bytes()))
    told = "\n".join(part.extract_text() for part in sheet.pages)
    assert len(dict(re.findall(r"Usuario: (\S+)\s+Clave: (\S+)", told))) == desk.pupils - 1
    page.reload()
    assert page.locator("text=Descargar las claves").count() == 0
    assert [m.recipient for m in desk.site.office.mailer.sent if m.recipient == EVA] == [EVA]
    page.click("section.card >> text=Salir")
    page.wait_for_url("**/entrar")


# --------------------------------------------------------------------------- 6: figures and administration


def test_the_charts_are_drawn_and_the_policy_has_nothing_against_it(desk):
    page = desk.sit()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(desk.at("resumen"))
    for chart in ("days-chart", "times-chart"):
        page.wait_for_function(
            """(chart) => {
              const canvas = document.querySelector(`#${chart} canvas`);
              if (!canvas?.width) return false;
              const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              return pixels.some((value) => value > 0);
            }""",
            arg=chart,
        )
    with page.expect_download() as coming:
        page.click("text=Descargar CSV >> nth=0")
    assert coming.value.path().read_text(encoding="utf-8-sig").startswith("Día;Recibidos")
    assert refused == []


def test_an_admin_stops_it_loads_the_enrolment_adds_somebody_and_finds_it_all_in_the_trail(desk):
    page = desk.sit()
    engine = desk.site.house.engine
    for button, paused in (("Parar", True), ("Poner en marcha", False)):
        page.goto(desk.at("administracion"))
        follow(page, f"button:text-is('{button}')")
        assert health(engine, SCHOOL, now=desk.site.clock()).paused is paused
    page.goto(desk.at("matricula"))
    page.set_input_files("input[type=file]", desk.site.office.directory / "RegAlum.csv")
    page.click("form:has(input[type=file]) button")
    page.wait_for_selector("text=Qué cambiaría «RegAlum.csv»")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(desk.at("usuarios"))
    page.fill("input[name=name]", "ana")
    page.check("input[name=roles][value=staff] >> nth=-1")
    page.check("input[name=password]")
    follow(page, "text=Añadir")
    shown = page.text_content("code[data-copy]")
    page.click("[role=status] button")
    page.wait_for_selector("button.copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.goto(desk.at("registro"))
    trail = page.text_content("table")
    assert all(said in trail for said in ("en pausa", "en marcha", "papeles cambiados", "usuario: ana")), (
        trail[:800]
    )


# --------------------------------------------------------------------------- 8: signing in


def test_a_second_factor_is_set_and_asked_for(desk):
    desk.site.add("pilar", Role.COORDINATOR)
    page = desk.stranger()
    sign_in(page, desk.site.url, "pilar")
    page.goto(f"{desk.site.url}/cuenta")
    page.fill("section:has(#h-code) input[name=password]", PASSWORD)
    follow(page, "text=Ponerlo")
    page.click("text=No puedo leerlo")
    secret = re.search(r"secret=(\w+)", page.text_content("code.long"))[1]
    code = pyotp.TOTP(secret)
    page.fill("input[name=code]", code.now())
    page.click("text=Activar")
    page.wait_for_selector("text=Quitarlo")
    follow(page, "text=Salir")
    sign_in(page, desk.site.url, "pilar", then="**/entrar/codigo**")
    page.fill("input[name=code]", code.at(int(time.time()) + 30))  # the next one: each serves once
    page.click("main button")
    page.wait_for_url("**/cola*")


def test_a_passkey_is_made_and_signs_in(desk):
    desk.site.add("rosa", Role.COORDINATOR)
    page = desk.stranger()
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
    home = desk.site.url.replace("127.0.0.1", "localhost")  # a key belongs to a name, never to an address
    sign_in(page, home, "rosa")
    page.goto(f"{home}/cuenta")
    page.fill("form[action='/cuenta/llaves'] input[name=password]", PASSWORD)
    follow(page, "text=Añadir una llave")
    page.fill("input[name=label]", "Portátil")
    page.click("text=Crearla en este equipo")
    page.wait_for_selector("input[value='Portátil']")
    follow(page, "text=Salir")
    page.click("text=Entrar con una llave de acceso")
    page.wait_for_url("**/cola*")


def sign_in(page: Page, home: str, name: str, then: str = "**/cola*") -> None:
    page.goto(f"{home}/entrar")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action='/entrar'] button")
    page.wait_for_url(then)
