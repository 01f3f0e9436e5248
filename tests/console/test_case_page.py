"""A case: what is shown, what is decided, once, and taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.model.ticket import Role, TicketState
from bot.store.tables import schema
from bot.store.tables.schema import Status
from tests.offices import SCHOOL, Office


def case(office: Office, situation: str) -> str:
    return f"/{SCHOOL}/casos/{office.number(situation)}"


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def ticket(site, situation):
    return site.house.tickets.get(SCHOOL, site.office.number(situation))


def decide(client, site, situation, **fields):
    """As the open page would send it."""
    path = case(site.office, situation)
    fields = {"version": version(client.page(path))} | fields
    return client.submit(f"{path}/decidir", page=path, **fields)


def planned(site, situation) -> list[str]:
    return [str(e.kind) for e in ticket(site, situation).effects if e.status is not Status.CANCELLED]


# --------------------------------------------------------------------------- looking


def test_the_mail_is_shown_with_what_was_read_in_colour(site, signed_in):
    page = signed_in(Role.COORDINATOR).page(case(site.office, "wrong_phone"))
    family = site.office.families["wrong_phone"]
    assert f'<mark class="guardian">{family.guardian.name}</mark>' in page
    assert f'<mark class="student">{family.student.name}</mark>' in page
    assert '<mark class="phone">698123456</mark>' in page
    assert "≠ •••" in page
    assert family.phone not in page


def test_in_english_the_reasons_are_english_too(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    path = case(site.office, "wrong_phone")
    spanish = (r"\d+ cuentas en la matrícula", r"</code> no: \w+ es «", "el móvil que consta en Séneca")
    page = client.page(path)
    assert all(re.search(words, page) for words in spanish)
    client.submit("/idioma", page=path, language="en")
    page = client.page(path)
    english = (r"\d+ accounts in the register", r"</code> no: \w+ is «", "the mobile that Séneca has on file")
    assert all(re.search(words, page) for words in english)
    assert [words for words in spanish if re.search(words, page)] == []


def test_decimals_are_written_as_the_language_of_the_page_does(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    path = case(site.office, "wrong_phone")
    page = client.page(path)
    numbers = re.findall(r"<td>([\d.,]+) %</td>|class=\"bits\">([^<]+)<", page)
    assert {sign for pair in numbers for number in pair for sign in number} & {",", "."} == {","}
    client.submit("/idioma", page=path, language="en")
    english = re.findall(r"<td>([\d.,]+) %</td>|class=\"bits\">([^<]+)<", client.page(path))
    assert english == [tuple(number.replace(",", ".") for number in pair) for pair in numbers]


def test_in_english_what_has_failed_is_english_too(site, signed_in):
    client, path = signed_in(Role.COORDINATOR), case(site.office, "wrong_phone")
    said = "Su cuenta de Google Workspace está suspendida por un administrador: pregúntele antes de abrirla."
    with site.house.engine.begin() as connection:
        number = site.office.number("wrong_phone")
        connection.execute(
            schema.ticket.update().where(schema.ticket.c.number == number).values(problem=said)
        )
    assert said in client.page(path)
    client.submit("/idioma", page=path, language="en")
    for page in (client.page(path), client.page(f"/{SCHOOL}/cola")):
        assert "Their account in Google Workspace is suspended by an administrator" in page
        assert said not in page


def test_a_case_of_no_school_of_mine_is_not_there(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    assert client.get(f"/{SCHOOL}/casos/ZZZZZZ").status_code == 422
    assert client.get(f"/otra/casos/{site.office.number('wrong_phone')}").status_code == 404


def test_what_a_person_reads_otherwise_changes_what_would_be_decided_and_nothing_else(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    path, before = case(site.office, "wrong_phone"), ticket(site, "wrong_phone")
    phone = site.office.families["wrong_phone"].phone
    page = client.submit(f"{path}/leer", page=path, phone=phone).text
    assert "se decidiría" in page
    assert "renovar la clave" in page
    assert f'<input type="hidden" name="phone" value="{phone}">' in page
    assert ticket(site, "wrong_phone").ticket.version == before.ticket.version


def test_a_phone_that_is_none_is_refused(site, signed_in):
    path = case(site.office, "wrong_phone")
    response = signed_in(Role.COORDINATOR).submit(f"{path}/leer", page=path, phone="12")
    assert response.status_code == 422
    assert "no es un teléfono completo" in response.text


# --------------------------------------------------------------------------- deciding


@pytest.mark.parametrize(
    ("step", "more", "state", "effects"),
    [
        ("ask", {"missing": "phone"}, TicketState.WAITING, ["reply"]),
        ("answer", {"text": "Pase el lunes."}, TicketState.SOLVED, ["reply"]),
        ("reject", {}, TicketState.CLOSED, ["reply"]),
        ("spam", {}, TicketState.IGNORED, []),
        ("close", {}, TicketState.CLOSED, []),
        ("assign", {"owner": "luis"}, TicketState.OPEN, ["reply"]),
        ("office", {}, TicketState.OPEN, ["reply"]),
    ],
)
def test_each_step_does_what_it_says_and_can_be_taken_back(site, signed_in, step, more, state, effects):
    client = signed_in(Role.COORDINATOR)
    before = ticket(site, "no_pupil").ticket
    planned_before = planned(site, "no_pupil")
    response = decide(client, site, "no_pupil", step=step, **more)
    assert response.status_code == 303
    assert f"hecho={before.number}" in response.headers["location"]
    after = ticket(site, "no_pupil").ticket
    assert after.state is state
    assert planned(site, "no_pupil") == effects
    assert "Deshacer" in client.page(response.headers["location"])
    assert client.submit(f"/{SCHOOL}/casos/{before.number}/decidir", page="/", step="undo").status_code == 303
    undone = ticket(site, "no_pupil").ticket
    assert (undone.state, undone.reason, undone.owner, undone.deadline, undone.asked) == (
        before.state,
        before.reason,
        before.owner,
        before.deadline,
        before.asked,
    )
    assert planned(site, "no_pupil") == planned_before


def test_nothing_goes_out_before_the_time_to_take_it_back_is_over(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    decide(client, site, "no_pupil", step="answer", text="Pase el lunes.")
    site.office.deliver()
    assert not any("Pase el lunes" in letter for letter in site.office.letters("no_pupil"))


def test_after_the_time_is_over_nothing_can_be_taken_back(site, signed_in, clock):
    client = signed_in(Role.COORDINATOR)
    decide(client, site, "no_pupil", step="close")
    clock.ahead += timedelta(seconds=11)
    number = site.office.number("no_pupil")
    response = client.submit(f"/{SCHOOL}/casos/{number}/decidir", page="/", step="undo")
    assert response.status_code == 409
    assert ticket(site, "no_pupil").ticket.state is TicketState.CLOSED


def test_nobody_takes_back_what_another_did(site, signed_in):
    decide(signed_in(Role.COORDINATOR), site, "no_pupil", step="close")
    other = signed_in(Role.COORDINATOR, name="luis")
    number = site.office.number("no_pupil")
    assert other.submit(f"/{SCHOOL}/casos/{number}/decidir", page="/", step="undo").status_code == 409


def test_a_phone_that_differs_is_asked_about_and_said(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    family = site.office.families["wrong_phone"]
    asked = decide(client, site, "wrong_phone", step="approve")
    assert asked.status_code == 200
    assert "¿Seguro?" in asked.text
    assert f"•••{family.phone[-3:]}" in asked.text
    assert ticket(site, "wrong_phone").ticket.state is TicketState.OPEN
    assert decide(client, site, "wrong_phone", step="approve", sure="true").status_code == 303
    assert ticket(site, "wrong_phone").ticket.state is TicketState.WORKING
    assert {"set_password", "sms"} <= set(planned(site, "wrong_phone"))


def test_two_cases_of_a_family_become_one(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    into = site.office.number("wrong_phone")
    decide(client, site, "no_pupil", step="merge", into=into)
    assert ticket(site, "no_pupil").ticket.state is TicketState.CLOSED
    assert len(ticket(site, "wrong_phone").mails) == 2
    assert ticket(site, "no_pupil").mails == ()


# --------------------------------------------------------------------------- two people, two clicks


def test_a_double_click_acts_once(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    path = case(site.office, "no_pupil")
    seen = version(client.page(path))
    for _ in range(2):
        response = client.submit(f"{path}/decidir", page="/", step="answer", text="Una vez.", version=seen)
        assert response.status_code == 303
    assert planned(site, "no_pupil") == ["reply"]


def test_whoever_comes_second_may_read_and_not_decide(site, signed_in, clock):
    first, second = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR, name="luis")
    path = case(site.office, "no_pupil")
    first.page(path)
    assert "marta está con este caso" in second.page(path)
    refused = decide(second, site, "no_pupil", step="close")
    assert refused.status_code == 409
    assert "marta está ahora con el caso" in refused.text
    assert ticket(site, "no_pupil").ticket.state is TicketState.OPEN
    clock.ahead += timedelta(minutes=3)
    assert decide(second, site, "no_pupil", step="close").status_code == 303


def test_a_case_can_be_taken_over(site, signed_in):
    first, second = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR, name="luis")
    path = case(site.office, "no_pupil")
    first.page(path)
    decide(second, site, "no_pupil", step="take")
    assert "luis está con este caso" in first.page(path)
    assert first.submit(f"{path}/sigo", page="/").text.count("luis está con este caso") == 1
    assert decide(second, site, "no_pupil", step="close").status_code == 303


def test_an_old_page_does_nothing(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    old = version(client.page(case(site.office, "no_pupil")))
    other = signed_in(Role.COORDINATOR, name="luis")
    decide(other, site, "no_pupil", step="take")
    decide(other, site, "no_pupil", step="assign", owner="luis")
    path = case(site.office, "no_pupil")
    response = client.submit(f"{path}/decidir", page="/", step="close", version=old)
    assert response.status_code == 409
    assert "ha cambiado mientras lo miraba" in response.text
    assert ticket(site, "no_pupil").ticket.state is TicketState.OPEN
