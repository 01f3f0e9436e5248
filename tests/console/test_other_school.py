"""Ids of one school in the addresses of another: every route, every role; nothing is told, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.console.access import ACCESS
from bot.model.ticket import Role
from bot.store.engine import reading
from bot.store.tables.schema import event, mail, outbox, ticket
from tests.console.conftest import Clock, Site, opened
from tests.console.test_gate import path_of, routes
from tests.offices import SCHOOL, Office

OTHER = "vega"
_SECOND = """
[[school]]
id = "vega"
name = "IES La Vega"
address = "incidenciastde@ieslavega.test"
imap = {host = "localhost", port = 1}
smtp = {host = "localhost", port = 1}
credentials = {kind = "local"}
sms = {kind = "file", path = "vega.jsonl"}
"""
#: What the forms of all pages may bring: enough for any of them to act, were the case its own.
_FIELDS = {
    "step": "close",
    "outcome": "hecho",
    "text": "incidencia",
    "option": "1",
    "sure": "true",
    "into": "",
    "owner": "eva",
    "roles": "admin",
    "disabled": "true",
}


@pytest.fixture
def site(office: Office, clock: Clock) -> Iterator[Site]:
    """One store, two schools; all that is in it is the first one's."""
    with office.settings.open("a", encoding="utf-8") as settings:
        settings.write(_SECOND)
    with opened(office, clock) as one:
        yield one


def everything(site: Site) -> list[object]:
    """All that is the first school's, and who may what there."""
    with reading(site.house.engine) as connection:
        rows = [
            row
            for table in (ticket, mail, outbox, event)
            for row in connection.execute(select(table).where(table.c.school == SCHOOL)).all()
        ]
    return [*rows, *(user for user in site.users.all() if SCHOOL in user.roles)]


@pytest.mark.parametrize("role", list(Role))
def test_nothing_of_another_school_is_told_or_changed(site, browser, role):
    luis = site.add("luis", Role.COORDINATOR)
    site.add("eva", role, school=OTHER)
    client = browser()
    client.sign_in("eva")
    headers = {"Origin": site.url, "X-Form-Token": client.token("/cuenta")}
    file = site.house.tickets.get(SCHOOL, site.office.number("wrong_phone"))
    fields = _FIELDS | {"version": str(file.ticket.version)}
    tickets = site.house.tickets.list_tickets(SCHOOL)
    others = [
        t.number for t in tickets if t.number != file.ticket.number
    ]  # the one asked for is in the address
    private = [*others, *(family.address for family in site.office.families.values())]
    before = everything(site)
    walked = 0
    for route in routes(site):
        if not isinstance(ACCESS[route.name], frozenset):
            continue
        path = (
            path_of(route, site)
            .replace(f"/{SCHOOL}/", f"/{OTHER}/")
            .replace("usuarios/1", f"usuarios/{luis.id}")
        )
        (method,) = route.methods - {"HEAD"}
        data = fields if method == "POST" else None
        answer = client.request(method, path, data=data, headers=headers, follow_redirects=False)
        walked += 1
        assert answer.status_code < 500, route.name
        if "{number}" in route.path:
            assert answer.status_code >= 400, route.name
        assert not [word for word in private if word in answer.text], route.name
    assert walked > 20
    assert everything(site) == before
