"""The families' pages over a running demo: real SMTP, IMAP, database and worker under it."""

from __future__ import annotations

import html
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from bot.console.access import ACCESS
from bot.demo import preview, words
from bot.demo.live import listening_place, running_worker, serve_page
from bot.demo.situations import SITUATIONS, Family, draft, families, first_choice
from bot.demo.stage import Stage, stage
from bot.errors import InputError
from tests.console.browsing import looked_at, running_chromium
from tests.console.conftest import Browser
from tests.console.test_words import missing_in_english
from tests.servers.waiting import PATIENCE_S, wait_until


@pytest.fixture(scope="module")
def running(own_folder: Path) -> Iterator[Stage]:
    """The demo without its samples."""
    with stage() as ready, running_worker(ready):
        yield ready


@pytest.fixture(scope="module")
def page(running: Stage) -> Iterator[Browser]:
    door = listening_place(0)
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    with (
        serve_page(running, door),
        Browser(url, timeout=PATIENCE_S) as visitor,
    ):
        yield visitor


@pytest.fixture(scope="module")
def all_families(running: Stage) -> list[Family]:
    """Families with which everything goes well."""
    chosen = families(running.register)
    return [
        family
        for family in chosen.values()
        if family.mobile
        and family.guardian.emails
        and family.student.enrolment == "active"
        and family.student.units
    ]


def write(page: Browser, **fields: str) -> str:
    """Send a mail; the address of its page."""
    sent = page.submit("/familias/enviar", page="/familias", **fields)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def settled(page: Browser, place: str) -> str:
    """The mail's page when nothing more will happen, as text."""

    def settled_text() -> str:
        text = page.get(f"{place}/estado").text
        return html.unescape(text) if "data-settled" in text else ""

    return wait_until(settled_text, every=0.1)


def test_the_form_is_filled_with_the_familys_data(page: Browser, running: Stage) -> None:
    chosen = families(running.register)
    family = chosen[first_choice(chosen)]
    text = html.unescape(page.page("/familias"))
    for value in (str(family.guardian.name), family.address, str(family.student.name), family.mobile):
        assert value in text
    assert "Otra persona" in page.page("/familias?familia=0&situacion=todo")


def test_a_visitors_mail_end_to_end(page: Browser, all_families: list[Family]) -> None:
    family = all_families[0]
    mail = draft(family, SITUATIONS[0])
    place = write(page, name=mail.name, address=mail.address, subject=mail.subject, text=mail.text)
    text = settled(page, place)
    assert 'class="card verdict regenerate"' in text
    assert f"<strong>{family.mobile}</strong>" in text  # the handset of the phone on file
    assert f"Respuesta para {family.address}" in text
    letter, sms = text.partition('class="card letter"')[2], re.search(r"Clave: (\S+)", text)
    assert sms is not None
    assert sms[1] not in letter  # never by mail
    assert "pide cambiarla" in page.submit(f"{place}/entrar", page="/familias").text
    assert mail.subject in page.page("/familias/correos")


def test_the_visitor_answers_the_question_and_gets_the_password(
    page: Browser, all_families: list[Family]
) -> None:
    family = all_families[1]
    mail = draft(family, next(s for s in SITUATIONS if s.id == "sin-telefono"))
    text = settled(
        page, write(page, name=mail.name, address=mail.address, subject=mail.subject, text=mail.text)
    )
    assert 'class="card verdict ask"' in text
    answered = re.search(r'name="answers" value="([^"]+)"', text)
    assert answered is not None
    place = write(page, address=family.address, text=f"Es el {family.mobile}", answers=answered[1])
    assert 'class="card verdict regenerate"' in settled(page, place)


@pytest.mark.parametrize(
    ("situation", "action"),
    [
        ("prisa", "regenerate"),
        ("otro-telefono", "escalate"),
        ("abuela", "escalate"),
        ("alumno", "escalate"),
        ("por-correo", "escalate"),
        ("alta", "self_help"),
        ("cambio", "escalate"),
        ("frances", "regenerate"),
        ("otra-cosa", "escalate"),
        ("ausente", "ignore"),
    ],
)
def test_each_situation_leads_where_its_title_says(
    page: Browser, all_families: list[Family], situation: str, action: str
) -> None:
    number = [s.id for s in SITUATIONS].index(situation)
    mail = draft(all_families[number + 2], SITUATIONS[number])
    place = write(page, name=mail.name, address=mail.address, subject=mail.subject, text=mail.text)
    assert f'class="card verdict {action}"' in settled(page, place)


def test_what_a_visitor_writes_is_shown_as_text(page: Browser) -> None:
    hostile = "<script>alert(1)</script>"
    place = write(page, name=hostile, address="x@correo.example", subject=hostile, text=hostile)
    settled(page, place)
    for shown in (page.get(place).text, page.page("/familias/correos")):
        assert hostile not in shown


def test_an_address_that_cannot_be_answered_is_refused_with_the_text_kept(page: Browser) -> None:
    refused = page.submit("/familias/enviar", page="/familias", address="sin arroba", text="Mi texto largo")
    assert refused.status_code == 422
    assert "dirección de correo completa" in refused.text
    assert "Mi texto largo" in refused.text


def test_header_injection_is_impossible(page: Browser, running: Stage) -> None:
    place = write(
        page,
        name="Ana",
        address="inyecta@correo.example",
        subject="Hola\r\nBcc: otro@correo.example",
        text="x",
    )
    settled(page, place)
    assert "Hola Bcc: otro@correo.example" in page.page("/familias/correos")
    assert running.servers.families.newest_of("otro@correo.example") is None


def test_every_page_of_the_families_is_for_everybody_and_none_hides_one_of_the_consoles() -> None:
    names = {route.name for route in preview.router.routes if isinstance(route, APIRoute)}
    assert names.isdisjoint(ACCESS)
    assert len(names) == len(preview.router.routes)


def test_other_sites_cannot_use_the_page(page: Browser) -> None:
    mail = {"address": "x@correo.example", "text": "x", "token": page.token("/familias")}
    refused = page.post("/familias/enviar", data=mail, headers={"Origin": "http://otro.example"})
    assert refused.status_code == 403
    assert page.get("/", headers={"Host": "otro.example"}).status_code == 400
    assert "script-src 'self'" in page.get("/familias").headers["content-security-policy"]


def test_an_unknown_number_is_not_found(page: Browser) -> None:
    assert page.get("/familias/correo/999999").status_code == 404


def test_pages_hold_nothing_from_elsewhere_and_no_script_of_their_own(page: Browser) -> None:
    text = page.page("/familias")
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", text) == []


def test_a_visitor_clears_the_queue_with_one_click_and_administers_with_another(
    page: Browser, all_families: list[Family]
) -> None:
    mail = draft(all_families[15], next(s for s in SITUATIONS if s.id == "otro-telefono"))
    place = write(page, name=mail.name, address=mail.address, subject=mail.subject, text=mail.text)
    case = re.search(r'name="back" value="(/demo/casos/\w+)"', settled(page, place))
    assert case is not None
    with Browser(str(page.base_url)) as visitor:
        assert visitor.get("/").url.path == "/familias"
        assert visitor.get("/demo/cola", follow_redirects=False).status_code == 303
        visitor.submit("/familias/consola", page="/familias", role="coordinator", back=case[1])
        assert "no es el de su ficha" in visitor.page(case[1])
        assert visitor.get("/").url.path == "/demo/cola"
        assert visitor.get("/demo/administracion").status_code == 403
        visitor.submit("/familias/consola", page="/cuenta", role="admin")
        assert "En marcha" in visitor.page("/demo/administracion")
        assert "Demostración" in visitor.page("/demo/resumen")


def test_in_a_real_browser_a_mail_is_written_its_answer_read_and_the_queue_entered(
    page: Browser, all_families: list[Family]
) -> None:
    with running_chromium() as chromium:
        visitor = chromium.new_page()
        visitor.set_default_timeout(PATIENCE_S * 1000)
        visitor.goto(str(page.base_url))
        visitor.select_option("select[name=familia]", label=all_families[16].label)
        visitor.wait_for_url("**familia=**")
        wrong = looked_at(visitor)
        visitor.click("text=Enviar el correo")
        visitor.wait_for_selector("[data-settled]")  # it comes by itself
        wrong += looked_at(visitor)
        visitor.click("text=Entrar en iPasen con esta clave")
        visitor.wait_for_selector("text=pide cambiarla")
        visitor.click("text=Contestar a este correo")
        visitor.fill("article textarea", "Muchas gracias, ya he podido entrar.")
        visitor.click("text=Enviar la respuesta")
        visitor.wait_for_selector(".verdict.close")
        visitor.click("text=Ver la cola como coordinación")
        visitor.wait_for_url("**/demo/cola")
        assert wrong + looked_at(visitor) == []


def test_the_pages_speak_english_too(page: Browser) -> None:
    templates = Path(preview.__file__).parent / "templates"
    sentences = {
        preview._WRONG_ADDRESS,
        *preview._PEOPLE.values(),
        *words.HEADLINES.values(),
        *words.CONSEQUENCES.values(),
        *words.LOGIN.values(),
    }
    assert missing_in_english(templates, sentences | {one.title for one in SITUATIONS}) == []


def test_a_taken_port_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(InputError, match="está ocupado"):
            listening_place(other.getsockname()[1])


def test_a_second_demo_in_the_same_folder_is_refused(running: Stage) -> None:
    with pytest.raises(InputError, match="otra demostración"), stage():
        pass
