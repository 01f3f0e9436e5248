"""A draft beside the rules in force: it notes, and never acts."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.model.decision import Action
from bot.store.cases.past import past_mails
from bot.store.rules.trials import last_trial
from bot.store.tables.schema import decision, event, outbox, ticket
from bot.tuning.shadow import Shadow
from tests.servers.parents import parents, read_school
from tests.tuning.conftest import edit
from tests.tuning.past_school import SCHOOL, decide

HELP = "    article: autologin"


@pytest.fixture
def house(school):
    house, _ = school.open()
    yield house
    house.engine.dispose()


@pytest.fixture
def letters(lived):
    """Two families that want to register, one that lost its password."""
    one, two, three = list(parents(read_school(lived / "RegAlum.csv")))[-3:]
    ask = "Buenas, ¿cómo me doy de alta en iPasen? Nunca he tenido usuario."
    return [one.letter(ask), two.letter(ask), three.lost_password()]


def rows(house, *tables):
    with house.engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in tables]


def test_a_draft_is_tried_on_new_mails_and_only_noted(run, house, school, draft, letters):
    edit(draft, "decisions.yaml", HELP, "    article: install")
    assert "A prueba hasta el" in run("shadow", draft, "--days", "3").stdout
    settings = house.school(None)
    decide(house, house.mind(settings), letters, now=datetime.now(UTC), first=10_000)
    before = rows(house, decision, ticket, outbox, event)
    shadow = Shadow(house.engine, house.minds().under)
    shadow.follow(SCHOOL)
    shadow.follow(SCHOOL)
    assert rows(house, decision, ticket, outbox, event) == before
    report = json.loads(run("shadow", "--report", "--json").stdout)
    assert report["trial"]["mails"] == len(letters)
    assert [(d["old"]["article"], d["new"]["article"]) for d in report["differences"]] == [
        ("autologin", "install"),
        ("autologin", "install"),
    ]
    shown = run("shadow", "--report").stdout
    assert "3 correos mirados; 2 se decidirían de otro modo" in shown
    assert "self_help (install)" in shown
    assert "familias.test" not in shown


def test_stopping_keeps_the_report_and_looks_no_further(run, house, draft, letters):
    run("shadow", draft)
    run("shadow", "--stop")
    decide(house, house.mind(house.school(None)), letters, now=datetime.now(UTC), first=10_000)
    Shadow(house.engine, house.minds().under).follow(SCHOOL)
    assert last_trial(house.engine, SCHOOL).mails == 0
    assert "0 correos mirados; 0 se decidirían de otro modo" in run("shadow", "--report").stdout


def test_a_trial_ends_by_itself(run, house, draft, letters):
    run("shadow", draft, "--days", "1")
    decide(house, house.mind(house.school(None)), letters, now=datetime.now(UTC), first=10_000)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    Shadow(house.engine, house.minds().under, clock=lambda: tomorrow).follow(SCHOOL)
    assert last_trial(house.engine, SCHOOL).mails == 0


def test_a_draft_that_breaks_disturbs_nobody_and_is_told_once(run, house, draft, letters):
    run("shadow", draft)
    decide(house, house.mind(house.school(None)), letters, now=datetime.now(UTC), first=10_000)

    def broken(school, rules):
        raise RuntimeError("broken")

    shadow = Shadow(house.engine, broken)
    with capture_logs() as logs:
        shadow.follow(SCHOOL)
        shadow.follow(SCHOOL)
    assert [entry["event"] for entry in logs] == ["shadow_failed"]


def test_a_database_that_goes_away_for_a_moment_ends_no_trial(run, house, draft, letters, monkeypatch):
    run("shadow", draft)
    decide(house, house.mind(house.school(None)), letters, now=datetime.now(UTC), first=10_000)
    shadow = Shadow(house.engine, house.minds().under)

    def away(*_args, **_more):
        raise OperationalError("SELECT", {}, OSError("gone"))

    for step in ("running_trial", "note_differences"):
        with monkeypatch.context() as outage:
            outage.setattr(f"bot.tuning.shadow.{step}", away)
            shadow.follow(SCHOOL)
        assert last_trial(house.engine, SCHOOL).mails == 0
    shadow.follow(SCHOOL)
    assert last_trial(house.engine, SCHOOL).mails == len(letters)


def test_without_a_trial_nothing_is_read(house):
    Shadow(house.engine, None).follow(SCHOOL)
    assert last_trial(house.engine, SCHOOL) is None


@pytest.mark.parametrize("arguments", [(), ("--report", "--stop")])
def test_exactly_one_thing_is_wanted(run, arguments):
    assert "indique la CARPETA" in run("shadow", *arguments, code=2).stderr


def test_a_report_wants_a_trial(run):
    assert "No ha habido ningún borrador" in str(run("shadow", "--report", code=1).exception)


def test_a_draft_with_mistakes_is_not_tried(run, house, draft):
    edit(draft, "decisions.yaml", "then: self_help", "then: selfhelp")
    run("shadow", draft, code=1)
    assert last_trial(house.engine, SCHOOL) is None


def test_the_new_mails_were_decided_by_the_rules_in_force(run, house, draft, letters):
    edit(draft, "decisions.yaml", HELP, "    article: install")
    run("shadow", draft)
    after = last_trial(house.engine, SCHOOL).last_decision
    decide(house, house.mind(house.school(None)), letters, now=datetime.now(UTC), first=10_000)
    (made,) = past_mails(house.engine, SCHOOL, after=after)
    actions = sorted(p.decision.action for p in made)
    assert actions == [Action.REGENERATE, Action.SELF_HELP, Action.SELF_HELP]
    assert {p.decision.article for p in made} == {"autologin", None}
