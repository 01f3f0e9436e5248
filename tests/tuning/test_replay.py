"""`incidencias rules replay` on a school with 500 past cases."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.model.decision import Action
from bot.store.engine import writing
from bot.store.register.enrolment import import_register
from bot.store.tables.schema import decision, mail
from tests.tuning.conftest import edit
from tests.tuning.past_school import CASES, SCHOOL

MADRID = ZoneInfo("Europe/Madrid")  # of the past school
HELP = "    article: autologin"


def decided(school, *which):
    house, _ = school.open()
    with house.engine.connect() as connection:
        rows = connection.execute(select(decision).where(*which)).all()
    house.engine.dispose()
    return rows


def replayed(run, *arguments):
    return json.loads(run("replay", "--json", *arguments).stdout)


@pytest.fixture
def lately(school):
    """The first of the last days: most of what a replay shows is shown by few mails."""
    return sorted({day(row) for row in decided(school)})[-2]


def day(row):
    """Of a decision, by the clock of the school."""
    return row.at.astimezone(MADRID).date()


def since(first, *which):
    """Conditions on decisions from this day on."""
    return decision.c.at >= datetime(first.year, first.month, first.day, tzinfo=MADRID), *which


def test_the_rules_in_force_decide_as_they_did(run):
    report = replayed(run)
    assert (report["mails"], report["changed"], report["without_mail"]) == (CASES, 0, 0)


def test_a_draft_with_another_article_changes_just_the_mails_that_got_it(run, school, draft, lately):
    edit(draft, "decisions.yaml", HELP, "    article: install")
    before = decided(school, *since(lately, decision.c.action == Action.SELF_HELP))
    report = replayed(run, "--rules", draft, "--since", lately)
    assert report["counts"] == [
        {"from": "self_help (autologin)", "to": "self_help (install)", "count": len(before)}
    ]
    assert {case["ticket"] for case in report["cases"]} == {row.ticket for row in before}
    assert {case["because"] for case in report["cases"]} == {"draft"}


def test_names_are_only_shown_when_asked_for(run, school, draft):
    edit(draft, "decisions.yaml", HELP, "    article: install")
    row = decided(school, decision.c.action == Action.SELF_HELP)[-1]
    last_day = ("--since", day(row))
    plain = run("replay", "--rules", draft, *last_day).stdout
    assert row.ticket in plain
    assert "familias.test" not in plain
    assert row.sender in run("replay", "--rules", draft, "--names", *last_day).stdout


def test_since_and_until_leave_older_and_newer_cases_out(run, school, lately):
    newer = [row for row in decided(school) if day(row) >= lately]
    that_day = [row for row in newer if day(row) == lately]
    assert 0 < len(that_day) < len(newer) < CASES
    assert replayed(run, "--since", lately)["mails"] == len(newer)
    assert replayed(run, "--since", lately, "--until", lately)["mails"] == len(that_day)


def test_when_the_mails_are_gone_what_was_understood_counts(run, school, draft, lately):
    house, _ = school.open()
    with writing(house.engine) as connection:
        connection.execute(update(mail).values(content=None))
    house.engine.dispose()
    report = replayed(run, "--since", lately)
    assert (report["changed"], report["without_mail"]) == (0, report["mails"])
    edit(draft, "decisions.yaml", HELP, "    article: install")
    helped = decided(school, *since(lately, decision.c.action == Action.SELF_HELP))
    assert replayed(run, "--rules", draft, "--since", lately)["changed"] == len(helped) > 0


def test_weights_that_make_sure_turn_doubt_into_renewals(run, school, draft, lately):
    edit(draft, "matching.yaml", "  own: 2 ", "  own: 20 ")
    doubted = decided(school, *since(lately, decision.c.rule == "doubtful"))
    report = replayed(run, "--rules", draft, "--since", lately)
    assert report["counts"] == [{"from": "escalate (uncertain)", "to": "regenerate", "count": len(doubted)}]


def someone_leaves(school):
    """The pupil of the last renewed account is not in the next export; returns the case's row."""
    row = decided(school, decision.c.action == Action.REGENERATE)[-1]
    house, _ = school.open()
    register = house.desk.register(SCHOOL)
    gone = {s.id for s in register.students.values() if row.account in s.guardians}
    rest = {number: s for number, s in register.students.items() if number not in gone}
    import_register(house.engine, SCHOOL, replace(register, students=rest), by="test", now=datetime.now(UTC))
    house.engine.dispose()
    return row


def test_it_is_said_that_the_register_is_todays_and_whose_family_has_changed(run, school):
    row = someone_leaves(school)
    that_day = ("--since", day(row), "--until", day(row))
    (case, *others) = [c for c in replayed(run, *that_day)["cases"] if c["ticket"] == row.ticket]
    assert (case["because"], others) == ("family_changed", [])
    shown = run("replay", *that_day).stdout
    assert f"matrícula de hoy, cargada el {datetime.now(MADRID):%d/%m/%Y}" in shown
    assert "la ficha de la familia ha cambiado" in shown


def test_a_golden_case_whose_pupil_has_left_is_no_fault_of_a_draft_that_decides_it_as_ever(
    run, school, draft
):
    row = someone_leaves(school)
    run("golden", "add", row.ticket)
    told = run("publish", draft).stdout
    assert "Casos de oro comprobados: 0" in told
    assert "Casos de oro que ya no sirven, porque la ficha de la familia ha cambiado y" in told
    assert f"{row.ticket}. Se quitan con: incidencias rules golden remove" in told
    edit(draft, "decisions.yaml", "reason: not_enrolled", "reason: se_ha_ido")
    refused = str(run("publish", draft, code=1).exception)
    assert f"caso {row.ticket}: regenerate; ahora sería: escalate (se_ha_ido)" in refused
    assert "la ficha de la familia ha cambiado desde entonces" in refused
    assert "golden remove" in refused


def test_a_draft_with_mistakes_is_refused(run, draft):
    edit(draft, "decisions.yaml", "then: self_help", "then: selfhelp")
    result = run("replay", "--rules", draft, code=1)
    assert "selfhelp" in str(result.exception)
