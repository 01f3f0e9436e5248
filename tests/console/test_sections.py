"""Staff renew a section's passwords: who they are, whose sections, what is done, and how it reaches them."""

from __future__ import annotations

import io
import re
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from pypdf import PdfReader

from bot.actions.linked import Linked
from bot.bulk.choose import pupils_of, same_unit
from bot.errors import TransportError
from bot.model.register import Enrolment
from bot.model.ticket import Role
from bot.ports.bulk import Overtaken
from bot.registry.staff import StaffMember, identity_of
from bot.store.events import events
from bot.store.sections.deliveries import SqlDeliveries, forget_passwords
from tests.console.conftest import DNI, EVA, NUMBER, with_pupils_in
from tests.console.test_english_pages import spanish_of
from tests.offices import SCHOOL
from tests.servers.people import Person
from tests.servers.waiting import wait_until


@pytest.fixture
def office(office, moodle):
    """The school's pupils have their accounts in its Moodle."""
    with_pupils_in(office, moodle)
    return office


@pytest.fixture
def register(office):
    with office.house() as house:
        return house.desk.register(SCHOOL)


@pytest.fixture
def units(register):
    found = {u for s in register.students.values() if s.enrolment is Enrolment.ACTIVE for u in s.units}
    return sorted(u for u in found if len(pupils_of(register, u)) > 4)[:2]


@pytest.fixture
def pupils(register, units, moodle):
    """Those of the first section: the last one has no account, the first one's is in use."""
    found = pupils_of(register, units[0])
    for pupil in found[:-1]:
        moodle.add(Person(number=pupil.id, given=pupil.name.given, surnames=pupil.name.surnames))
    moodle.held[next(iter(moodle.held))].last_sign_in = 1_790_000_000
    return found


@pytest.fixture
def eva(site, units, pupils, signed_in):
    """A browser of a teacher of the first section, signed in, who has not proved anything yet."""
    listed(site, units[:1])
    site.add("eva", Role.STAFF, email=EVA)
    return signed_in(name="eva")


def listed(site, units, *, number=NUMBER, email=EVA):
    member = StaffMember(email=email, name="Eva", identity=identity_of(DNI, number, "ES"), units=tuple(units))
    site.house.staff.replace(SCHOOL, [member], actor="test", now=site.clock())


def prove(browser, document=DNI, number=NUMBER):
    return browser.submit("/identidad", page="/identidad", document=document, number=number)


@pytest.fixture
def proved(eva):
    assert prove(eva).headers["location"] == "/loma/grupos"
    return eva


def path(unit, *more):
    return "/".join(["/loma/grupos", same_unit(unit), *more])


def renew(browser, unit, pupils, active=()):
    """From the ticks to the reset's page; returns its path."""
    fields = {"pupil": [p.id for p in pupils], "active": [p.id for p in active]}
    asked = browser.submit(path(unit, "confirmar"), page=path(unit), **fields)
    assert asked.status_code == 200, asked.text
    once = re.search(r'name="once" value="([^"]+)"', asked.text)[1]
    sent = {name: re.findall(rf'name="{name}" value="([^"]+)"', asked.text) for name in ("pupil", "active")}
    begun = browser.submit(path(unit, "renovar"), page=path(unit), once=once, **sent)
    assert begun.status_code == 303, begun.text
    return begun.headers["location"]


def finished(browser, place):
    """The reset's page, once it is done."""

    def done():
        text = browser.page(place)
        if "Resultado del proceso" in text:
            return text
        assert "<progress" in text
        assert 'http-equiv="refresh"' in text
        return None

    return wait_until(done, every=0.1)


def test_a_teachers_english_pages_are_english(proved, units, pupils):
    proved.submit("/idioma", page="/loma/grupos", language="en")
    for page in ("/cuenta", "/identidad", "/loma/grupos", path(units[0])):
        assert spanish_of(proved.page(page)) == []
    done = renew(proved, units[0], pupils[1:2])
    over = wait_until(lambda: "<progress" not in (page := proved.page(done)) and page, every=0.1)
    assert spanish_of(over) == []


def trail(site):
    return [event.kind for event in events(site.house.engine, SCHOOL) if event.actor in ("eva", EVA)]


def mail_to_eva(site):
    (mail,) = [m for m in site.office.mailer.sent if m.recipient == EVA]
    return message_from_bytes(mail.content, policy=policy.default)


def passwords(pdf, phrase=None):
    reader = PdfReader(io.BytesIO(pdf), password=phrase)
    text = "\n".join(page.extract_text() for page in reader.pages)
    return dict(re.findall(r"Usuario: (\S+)\s+Clave: (\S+)", text))


# --------------------------------------------------------------------------- who they are


@pytest.mark.parametrize("place", ["/loma/grupos", "/loma/grupos/x", "/loma/renovaciones/1"])
def test_nothing_is_seen_before_identity_is_proved(eva, place):
    answer = eva.get(place, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/identidad?volver={place}")


def test_whatever_was_wrong_the_words_are_the_same(site, eva):
    said = set()
    for document, number in [
        ("12345678Z", "41"),
        ("87654321X", "42"),
        ("12345678A", "42"),
        ("", "x"),
        ("ñ", ""),
    ]:
        answer = prove(eva, document or "-", number or "-")
        assert answer.status_code == 403
        said.add(re.search(r'role="alert">([^<]+)', answer.text)[1])
    assert len(said) == 1
    assert trail(site) == ["staff_refused"] * 5
    assert prove(eva).status_code == 429  # right now, but too late
    site.clock.ahead += timedelta(minutes=16)
    assert prove(eva).status_code == 303


def test_somebody_without_a_place_on_the_list_is_refused_alike(site, signed_in):
    site.add("ivo", Role.STAFF)
    assert prove(signed_in(name="ivo")).status_code == 403


def test_who_is_no_staff_is_not_asked(signed_in):
    assert signed_in(Role.COORDINATOR).get("/identidad").status_code == 404


def test_the_proof_is_of_this_session_and_of_this_list(site, units, proved, browser):
    other = browser()
    other.sign_in("eva")
    assert other.get("/loma/grupos", follow_redirects=False).status_code == 303
    assert proved.get("/loma/grupos", follow_redirects=False).status_code == 200
    listed(site, units[:1], number="43")
    assert proved.get("/loma/grupos", follow_redirects=False).status_code == 303


# --------------------------------------------------------------------------- whose sections


def test_only_their_own_sections_are_there(site, units, pupils, proved):
    text = proved.page("/loma/grupos")
    assert path(units[0]) in text
    assert units[1] not in text
    for more in ((), ("confirmar",), ("renovar",)):
        place, once = path(units[1], *more), "x" * 24
        answer = (
            proved.submit(place, page=path(units[0]), pupil="1", once=once) if more else proved.get(place)
        )
        assert answer.status_code == 404, place
    assert proved.get("/otra/grupos").status_code == 404
    assert trail(site).count("staff_section_seen") == 2  # each time the form was fetched


def test_accounts_in_use_are_marked_and_not_ticked(units, pupils, proved):
    text = proved.page(path(units[0]))
    boxes = dict(re.findall(r'name="pupil" value="([^"]+)" id="p\d+"( checked)?', text))
    assert boxes == {p.id: " checked" if p is not pupils[0] else "" for p in pupils[:-1]}
    assert text.count("Cuenta activa") == 1
    assert text.count("No se encuentra su cuenta") == 1
    assert "dejaría de valer" in text
    all_ = re.findall(
        r'name="pupil" value="[^"]+" id="p\d+"( checked)?', proved.page(path(units[0]) + "?todas=1")
    )
    assert all_ == [" checked"] * len(pupils[:-1])


def test_nobody_ticked_is_nothing_done(units, proved):
    assert proved.submit(path(units[0], "confirmar"), page=path(units[0])).status_code == 422


def test_another_sections_pupil_or_one_found_active_since_is_left_alone(
    units, pupils, register, proved, moodle
):
    stranger = pupils_of(register, units[1])[0]
    moodle.add(Person(number=stranger.id))
    finished(proved, renew(proved, units[0], [stranger, pupils[0], pupils[1]]))
    assert [h.number for h in moodle.held.values() if h.set] == [pupils[1].id]


# --------------------------------------------------------------------------- what is done


def test_from_the_ticks_to_the_passwords(site, units, pupils, proved, moodle):
    place = renew(proved, units[0], pupils[:4], active=pupils[:1])
    text = finished(proved, place)
    assert ": 4. Le hemos escrito" in text
    assert f"{pupils[-1].name.surnames}, {pupils[-1].name.given} · {pupils[-1].id}" in text
    assert "Realizar otra consulta" in text
    mail = mail_to_eva(site)
    assert place in mail.get_body(("plain",)).get_content()
    (missing,) = mail.iter_attachments()
    assert pupils[-1].id in missing.get_content()
    sheet = proved.submit(f"{place}/descargar", page=place)
    assert sheet.headers["content-type"] == "application/pdf"
    told = passwords(sheet.content)
    assert len(told) == 4
    assert all(moodle.sign_in(login, password) == "must_change" for login, password in told.items())
    assert all(password not in mail.as_string() + text for password in told.values())
    again = proved.submit(f"{place}/descargar", page="/loma/grupos/" + same_unit(units[0]))
    assert again.status_code == 422
    assert "Descargar" not in proved.page(place)
    kinds = trail(site)
    assert [k for k in kinds if k.startswith("bulk")] == [
        *("bulk_started", "bulk_finished", "bulk_mailed", "bulk_fetched", "bulk_fetched"),
    ]


def test_the_confirmation_counts_what_is_in_use(units, pupils, proved):
    fields = {"pupil": [p.id for p in pupils[:3]], "active": [pupils[0].id]}
    text = proved.submit(path(units[0], "confirmar"), page=path(units[0]), **fields).text
    assert f"¿Renovar 3 claves de {units[0]}?" in text
    assert "1 es de una cuenta activa: quien la usa" in text
    assert "No se encuentra 1 cuenta: va" in text
    assert EVA in text


@pytest.mark.parametrize("way", ["encrypted", "plain"])
def test_as_an_attachment_when_the_admin_says_so(office, way, request):
    office.add_section("console", staff_delivery=way)
    site, units, pupils, proved, moodle = map(
        request.getfixturevalue, ("site", "units", "pupils", "proved", "moodle")
    )
    text = finished(proved, renew(proved, units[0], pupils[1:3]))
    pdf = next(a for a in mail_to_eva(site).iter_attachments() if a.get_content_type() == "application/pdf")
    phrase = re.search(r"<code>([^<]+)</code>", text)[1] if way == "encrypted" else None
    told = passwords(pdf.get_content(), phrase)
    assert len(told) == 2
    assert all(moodle.sign_in(login, password) == "must_change" for login, password in told.items())
    assert "Descargar" not in text


def test_the_same_form_sent_twice_is_one_reset(units, pupils, proved, moodle):
    fields = {"pupil": [pupils[1].id], "once": "o" * 24}
    places = {
        proved.submit(path(units[0], "renovar"), page=path(units[0]), **fields).headers["location"]
        for _ in range(2)
    }
    (place,) = places
    finished(proved, place)
    assert sum(len(held.set) for held in moodle.held.values()) == 1


def test_a_reset_is_only_for_who_asked_for_it(site, units, pupils, proved, signed_in):
    place = renew(proved, units[0], pupils[1:2])
    finished(proved, place)
    site.add("ivo", Role.STAFF, email=EVA)  # the same sections, another person
    ivo = signed_in(name="ivo")
    prove(ivo)
    assert ivo.get(place).status_code == 404
    assert ivo.submit(f"{place}/descargar", page="/loma/grupos/" + same_unit(units[0])).status_code == 404


def test_what_nobody_fetches_is_forgotten_after_two_days(site, units, pupils, proved):
    place = renew(proved, units[0], pupils[1:2])
    assert "Descargar" in finished(proved, place)
    forget_passwords(site.house.engine, SCHOOL, now=site.clock() + timedelta(hours=49))
    assert "Descargar" not in proved.page(place)


def test_a_mail_that_no_server_takes_leaves_the_download(site, units, pupils, proved):
    site.office.mailer.refuses = EVA
    text = finished(proved, renew(proved, units[0], pupils[1:2]))
    assert "No se ha podido enviar el correo" in text
    assert "Descargar las claves" in text


# --------------------------------------------------------------------------- cut off


@pytest.fixture
def started(site, units, pupils, proved, monkeypatch):
    """A reset that the console has committed but that nobody works on."""
    monkeypatch.setattr("bot.console.runs.Runs.nudge", lambda *_: None)
    return int(renew(proved, units[0], pupils[1:5]).rpartition("/")[2])


def job(site):
    return site.house.job(site.house.school(SCHOOL), mailer=lambda: site.office.mailer)


def test_a_failing_system_and_then_a_failing_mail_are_tried_again(site, started, moodle, monkeypatch):
    mailer = site.office.mailer
    monkeypatch.setattr(
        mailer, "send", lambda mails: [TransportError("luego", permanent=False)], raising=False
    )
    with pytest.raises(TransportError, match="luego"):
        job(site).go(started)
    monkeypatch.undo()
    assert site.house.deliveries.unsettled() == [(SCHOOL, started)]
    assert job(site).go(started)
    assert site.house.deliveries.unsettled() == []
    assert job(site).go(started)
    assert sorted(len(held.set) for held in moodle.held.values() if held.set) == [1] * 4
    mail_to_eva(site)


class Killed(BaseException):
    """What SIGKILL leaves behind: nothing that comes after is done."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_in_the_middle_nobody_gets_a_second_password(
    site, started, proved, moodle, monkeypatch, moment
):
    done = Linked.set_passwords

    def dies(self, orders, *, now):
        if moment == "after":
            done(self, orders, now=now)
        raise Killed

    monkeypatch.setattr(Linked, "set_passwords", dies)
    monkeypatch.setattr(SqlDeliveries, "release", lambda *_: None)  # the dead release nothing
    with pytest.raises(Killed):
        job(site).go(started)
    monkeypatch.undo()
    assert job(site).go(started)  # for two minutes it looks as if somebody were at it
    assert site.house.deliveries.unsettled() == [(SCHOOL, started)]
    later = site.clock() + timedelta(minutes=3)
    assert replace(job(site), clock=lambda: later).go(started)
    assert site.house.deliveries.unsettled() == []
    assert {len(set(held.set)) for held in moodle.held.values()} == {0, 1}
    place = f"/loma/renovaciones/{started}"
    told = passwords(proved.submit(f"{place}/descargar", page=place).content)
    assert len(told) == 4
    assert all(moodle.sign_in(login, password) == "must_change" for login, password in told.items())


def test_two_processes_never_work_on_one_reset(site, started):
    deliveries, now = site.house.deliveries, site.clock()
    assert deliveries.claim(started, "one", now=now)
    assert not deliveries.claim(started, "other", now=now)
    assert job(site).go(started)  # the other is at it
    assert site.house.deliveries.unsettled() == [(SCHOOL, started)]
    assert deliveries.claim(started, "other", now=now + timedelta(minutes=3))
    with pytest.raises(Overtaken):
        deliveries.renew(started, "one", now=now)


def test_a_mail_that_went_out_before_the_kill_is_not_sent_again(site, started, monkeypatch):
    mailer = site.office.mailer
    site.house.deliveries.begun(started, now=site.clock())
    monkeypatch.setattr(mailer, "was_sent", lambda message_id: True, raising=False)
    assert job(site).go(started)
    assert [m for m in mailer.sent if m.recipient == EVA] == []
    assert site.house.deliveries.of(SCHOOL, started).sent_at is not None


def test_looking_at_the_page_resumes_what_was_cut_off(site, started, proved, monkeypatch):
    monkeypatch.undo()
    finished(proved, f"/loma/renovaciones/{started}")
    assert not any(thread.name == f"bulk-{started}" for thread in threading.enumerate())


def test_the_next_start_of_the_console_resumes_it(site, started, monkeypatch):
    monkeypatch.undo()
    site.app.state.console.runs.resume()
    wait_until(lambda: not site.house.deliveries.unsettled())
    mail_to_eva(site)
