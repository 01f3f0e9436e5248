"""The work list of Séneca in a browser: seen, copied, ticked off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.console.pages import worklist
from bot.model.ticket import EffectKind, Role, TicketState
from bot.review.steps import BY_HAND_FAILED
from bot.store.tables.schema import regeneration
from tests.console.conftest import Clock, Site, opened
from tests.offices import SCHOOL, Office

LIST = f"/{SCHOOL}/seneca"


@pytest.fixture
def site(seneca: Office, clock: Clock) -> Iterator[Site]:
    with opened(seneca, clock) as one:
        yield one


@pytest.fixture
def number(site) -> str:
    return site.office.number("all_right")


def version_on(page: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page)[0]


def sent(site: Site) -> dict[EffectKind, str]:
    file = site.house.tickets.get(SCHOOL, site.office.number("all_right"))
    return {effect.kind: effect.status.value for effect in file.effects if effect.status != "cancelled"}


def test_every_datum_of_a_task_can_be_copied_and_the_way_through_the_menus_is_told(site, signed_in):
    family = site.office.families["all_right"]
    page = signed_in(Role.COORDINATOR).page(LIST)
    copied = re.findall(r"data-copy=\"Copiar\">([^<]+)<", page)
    register = site.house.desk.register(SCHOOL)
    pupil = next(s for s in register.students.values() if s.name == family.student.name)
    assert {family.phone.removeprefix("+34"), pupil.id} <= set(copied)
    assert any(str(family.guardian.name.surname1) in datum for datum in copied)
    assert "Reasignar clave" in page


def test_in_english_the_steps_are_english_but_for_the_menus_of_seneca(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    client.submit("/idioma", page=LIST, language="en")
    page = client.page(LIST)
    assert "find the person, click on their user name and choose «Reasignar clave»" in page
    assert "búsquela" not in page


def test_done_lets_the_answer_go_out(site, signed_in, number):
    client = signed_in(Role.COORDINATOR)
    version = version_on(client.page(LIST))
    answer = client.submit(f"{LIST}/{number}", page=LIST, version=version, outcome="hecho")
    assert answer.headers["location"] == f"{LIST}?hecho={number}"
    assert sent(site).items() >= {EffectKind.WORK_ITEM: "sent", EffectKind.REPLY: "pending"}.items()
    assert "No hay ninguna tarea" in client.page(LIST)


@pytest.mark.parametrize("outcome", ["no-existe", "datos-distintos"])
def test_what_is_otherwise_in_seneca_is_told_to_the_family(site, signed_in, number, outcome):
    client = signed_in(Role.COORDINATOR)
    client.submit(f"{LIST}/{number}", page=LIST, version=version_on(client.page(LIST)), outcome=outcome)
    assert sent(site) == {EffectKind.REPLY: "pending"}


def test_what_cannot_be_done_waits_in_the_queue_again_and_nobody_is_answered(site, signed_in, number):
    client = signed_in(Role.COORDINATOR)
    version = version_on(client.page(LIST))
    client.submit(f"{LIST}/{number}", page=LIST, version=version, outcome="no-se-puede")
    ticket = site.house.tickets.get(SCHOOL, number).ticket
    assert (ticket.state, ticket.reason, ticket.work_item) == (TicketState.OPEN, BY_HAND_FAILED, False)
    assert sent(site) == {}
    assert "no se ha podido hacer en Séneca" in client.page(f"/{SCHOOL}/cola")
    with site.office.review() as review:  # and can be approved once more
        review.approve(number)
    assert sent(site)[EffectKind.WORK_ITEM] == "waiting"


def test_a_second_click_is_one_deed_and_a_colleague_is_told(site, signed_in, browser, number):
    client, colleague = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR, name="luis")
    version = version_on(client.page(LIST))
    once, twice = (
        client.submit(f"{LIST}/{number}", page="/", version=version, outcome="hecho") for _ in range(2)
    )
    assert once.status_code == twice.status_code == 303
    late = colleague.submit(f"{LIST}/{number}", page="/", version=version, outcome="no-existe")
    assert late.status_code == 409
    assert sent(site)[EffectKind.WORK_ITEM] == "sent"


@pytest.mark.parametrize("role", [None, Role.STAFF])
def test_nobody_else_ticks_anything_off(site, signed_in, number, role):
    client = signed_in(*([role] if role else []))
    answer = client.submit(f"{LIST}/{number}", page="/entrar", version="1", outcome="hecho")
    assert answer.status_code == (403 if role else 404)
    assert sent(site)[EffectKind.WORK_ITEM] == "waiting"


def test_the_csv_opens_in_a_spreadsheet(site, signed_in, number):
    answer = signed_in(Role.COORDINATOR).get(f"{LIST}.csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="seneca-{SCHOOL}.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("caso;unidad;buscar")
    assert [line.split(";")[0] for line in lines[1:]] == [number]


def test_a_long_list_is_shown_in_part_and_downloaded_whole(site, signed_in, number, monkeypatch):
    with site.office.review() as review:
        review.approve(site.office.number("wrong_phone"), option=1, phone_differs=True)
    monkeypatch.setattr(worklist, "_SHOWN", 1)
    client = signed_in(Role.COORDINATOR)
    page = client.page(LIST)
    assert "Aquí están las 1 más antiguas" in page
    assert number in page
    assert site.office.number("wrong_phone") not in page
    assert site.office.number("wrong_phone") in client.page(f"{LIST}.csv")


@pytest.mark.parametrize("outcome", ["hecho", "no-existe", "datos-distintos", "no-se-puede"])
def test_ten_seconds_long_nothing_goes_out_and_it_is_taken_back(site, signed_in, number, outcome):
    client = signed_in(Role.COORDINATOR)
    before = sent(site)
    answer = client.submit(
        f"{LIST}/{number}", page=LIST, version=version_on(client.page(LIST)), outcome=outcome
    )
    assert "Deshacer" in client.page(answer.headers["location"])
    site.office.deliver()
    assert site.office.letters("all_right") == []
    decide = f"/{SCHOOL}/casos/{number}/decidir"
    assert client.submit(decide, page=LIST, step="undo").status_code == 303
    assert sent(site) == before
    assert number in client.page(LIST)
    with site.house.engine.connect() as connection:
        counted = connection.scalar(select(func.count()).where(regeneration.c.ticket == number))
    assert counted == 1
    client.submit(f"{LIST}/{number}", page=LIST, version=version_on(client.page(LIST)), outcome="hecho")
    site.clock.ahead = timedelta(seconds=11)
    assert client.submit(decide, page=LIST, step="undo").status_code == 409
