"""Over PostgreSQL: two sessions decide at the same moment, and one thing happens."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model.ticket import EffectKind, Role, TicketState
from bot.store.tables.schema import Status
from tests.console.conftest import Clock, Site, opened
from tests.offices import SCHOOL, morning
from tests.servers.postgres import PostgresServer


@pytest.fixture
def site(postgres: PostgresServer, tmp_path, clock: Clock) -> Iterator[Site]:
    """The console over an office of its own in PostgreSQL."""
    url = postgres.create_database(f"console_{uuid.uuid4().hex[:8]}")
    with opened(morning(tmp_path, "local", store=url), clock) as one:
        yield one


def test_two_sessions_that_approve_at_once_have_one_effect(site, signed_in):
    marta, luis = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR, name="luis")
    number = site.office.number("wrong_phone")
    path = f"/{SCHOOL}/casos/{number}"
    seen = re.search(r'name="version" value="(\d+)"', marta.page(path))[1]
    fields = {"step": "approve", "option": "1", "sure": "true", "version": seen}
    asked = [(client, {"token": client.token("/cuenta"), **fields}) for client in (marta, marta, luis, luis)]

    def approve(one) -> int:
        client, data = one
        headers = {"Origin": site.url}
        answer = client.post(f"{path}/decidir", data=data, headers=headers, follow_redirects=False)
        return answer.status_code

    with ThreadPoolExecutor(len(asked)) as pool:
        statuses = list(pool.map(approve, asked))
    assert statuses == [303, 303, 409, 409]
    file = site.house.tickets.get(SCHOOL, number)
    assert file.ticket.state is TicketState.WORKING
    planned = [e.kind for e in file.effects if e.status is not Status.CANCELLED]
    assert planned.count(EffectKind.SET_PASSWORD) == 1
    assert [e.kind for e in file.events].count("approved") == 1


def test_the_main_pages_are_there_and_a_step_is_taken_back(site, signed_in):
    client = signed_in(Role.ADMIN)
    number = site.office.number("no_pupil")
    for page in ("cola", "cola?motivo=student_not_found", "seneca", "resumen", "registro", "administracion"):
        client.page(f"/{SCHOOL}/{page}")
    found = client.submit(f"/{SCHOOL}/cola", page="/cuenta", text=site.office.families["no_pupil"].address)
    assert number in found.text
    path = f"/{SCHOOL}/casos/{number}"
    seen = re.search(r'name="version" value="(\d+)"', client.page(path))[1]
    step = {"step": "answer", "text": "Pase el lunes.", "version": seen}
    assert client.submit(f"{path}/decidir", page=path, **step).status_code == 303
    assert site.house.tickets.get(SCHOOL, number).ticket.state is TicketState.SOLVED
    assert client.submit(f"{path}/decidir", page="/cuenta", step="undo").status_code == 303
    assert site.house.tickets.get(SCHOOL, number).ticket.state is TicketState.OPEN
