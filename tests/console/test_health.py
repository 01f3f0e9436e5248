"""What machines that watch are told, and who may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model.ticket import Role
from bot.rules.files import rules_version
from bot.store.engine import writing
from bot.store.mails.intake import SqlIntake
from bot.store.tables.schema import mailbox_lease
from tests.offices import SCHOOL


def test_without_a_worker_the_place_is_not_well(site, browser):
    said = browser().get("/healthz")
    assert said.status_code == 503
    assert said.json() == {"wrong": {SCHOOL: ["no worker"]}}


def test_with_a_worker_that_reads_it_is_well(site, browser, office):
    with office.house() as house:
        intake = SqlIntake(house.engine)
        intake.looked(intake.acquire(SCHOOL, "worker"))
        said = browser().get("/healthz")
        assert (said.status_code, said.json()) == (200, {"wrong": {}})


def test_a_worker_that_the_mail_server_does_not_let_in_is_told(site, browser, signed_in, office):
    with office.house() as house:
        intake = SqlIntake(house.engine)
        intake.looked(intake.acquire(SCHOOL, "worker"))
        with writing(house.engine) as connection:
            before = datetime.now(UTC) - timedelta(hours=2)
            connection.execute(mailbox_lease.update().values(read_at=before))
        said = browser().get("/healthz")
        assert (said.status_code, said.json()) == (503, {"wrong": {SCHOOL: ["mailbox not read"]}})
        page = signed_in(Role.COORDINATOR).get(f"/{SCHOOL}/resumen").text
        assert "El buzón no se puede leer desde hace 2 horas" in page


def test_refused_rules_are_told_without_an_alarm(site, browser, office):
    with office.house() as house:
        intake = SqlIntake(house.engine)
        intake.looked(intake.acquire(SCHOOL, "worker"))
        rules = house.rules(house.school(SCHOOL))
        house.rules_kept.good(SCHOOL, rules, rules_version(rules))
        house.rules_kept.refused(SCHOOL, "otra")
        said = browser().get("/healthz")
        assert (said.status_code, set(said.json()["rules"])) == (200, {SCHOOL})


def test_figures_are_for_those_who_show_the_token(office, request):
    office.add_section("console", metrics_token="ficha")
    request.getfixturevalue("site")
    ask = request.getfixturevalue("browser")().get
    assert ask("/metrics").status_code == 404
    assert ask("/metrics", headers={"Authorization": "Bearer fichas"}).status_code == 404
    said = ask("/metrics", headers={"Authorization": "Bearer ficha"})
    assert said.status_code == 200
    assert f'incidencias_queue_cases{{school="{SCHOOL}"}} 3.0' in said.text


def test_without_a_token_in_the_settings_nobody_reads_them(site, browser):
    assert browser().get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
