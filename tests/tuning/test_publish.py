"""Publishing, rolling back, and the golden cases that a draft must keep to."""

import json

from sqlalchemy import select

from bot.decision.policy import Policy
from bot.errors import InputError
from bot.model.decision import Action
from bot.rules.files import rules_version
from bot.store.events import events
from bot.store.tables.schema import decision
from tests.tuning.conftest import edit
from tests.tuning.past_school import SCHOOL

HELP = "    article: autologin"


def in_force(school):
    house, settings = school.open()
    try:
        return rules_version(house.rules(settings))
    finally:
        house.engine.dispose()


def one_ticket(school, *which):
    house, _ = school.open()
    with house.engine.connect() as connection:
        ticket = connection.scalar(select(decision.c.ticket).where(*which).limit(1))
    house.engine.dispose()
    return ticket


def test_without_a_publication_the_directory_of_the_settings_is_in_force(run, school):
    assert in_force(school) == rules_version(school.rules)
    assert f"En vigor: la carpeta {school.rules}" in run("versions").stdout


def test_publish_puts_a_draft_in_force_and_keeps_every_version(run, school, draft):
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    first = rules_version(draft)
    assert "versión 1" in run("publish", draft).stdout
    assert in_force(school) == first
    edit(draft, "decisions.yaml", "probability: 0.9999", "probability: 0.99")
    run("publish", draft)
    assert in_force(school) == rules_version(draft) != first
    listed = [json.loads(line) for line in run("versions", "--json").stdout.splitlines()]
    assert [(v["version"], v["active"]) for v in listed] == [(1, False), (2, True)]
    house, settings = school.open()
    assert house.mind(settings).policy.version == rules_version(draft)  # what decisions store
    house.engine.dispose()


def test_edits_of_the_draft_after_publishing_do_nothing(run, school, draft):
    run("publish", draft)
    published = in_force(school)
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.99")
    assert in_force(school) == published


def test_publishing_the_same_again_makes_no_version(run, draft):
    for _ in range(2):
        made = json.loads(run("publish", draft, "--json").stdout)
        assert (made["version"], made["policy_version"]) == (1, rules_version(draft))
    assert len(run("versions", "--json").stdout.splitlines()) == 1


def test_rollback_goes_one_back_to_a_number_or_to_the_directory(run, school, draft):
    seen = [rules_version(school.rules)]
    for probability in ("0.99", "0.98", "0.97"):
        text = (draft / "decisions.yaml").read_text().splitlines(keepends=True)
        lines = [f"  probability: {probability}\n" if "  probability:" in line else line for line in text]
        (draft / "decisions.yaml").write_text("".join(lines))
        run("publish", draft)
        seen.append(rules_version(draft))
    run("rollback")
    assert in_force(school) == seen[2]
    back = json.loads(run("rollback", "1", "--json").stdout)
    assert back == {"version": 1, "policy_version": seen[1]}
    assert in_force(school) == seen[1]
    run("rollback")
    assert in_force(school) == seen[0]
    assert "No hay ninguna versión publicada" in str(run("rollback", code=1).exception)
    assert "hay: 1, 2, 3" in str(run("rollback", "7", code=1).exception)


def test_who_did_it_is_in_the_audit_trail(run, school, draft):
    run("publish", draft)
    run("rollback", "0")
    house, _ = school.open()
    kinds = [event.kind for event in events(house.engine, SCHOOL)]
    house.engine.dispose()
    assert kinds[-2:] == ["rules_published", "rules_rolled_back"]


def test_a_draft_with_mistakes_is_refused_naming_all_of_them(run, school, draft):
    edit(draft, "decisions.yaml", "{phone: [different,", "{phone: [diferent,")
    edit(draft, "replies/looking.txt", "{{ ticket }}", "{{ tiket }}")
    told = str(run("publish", draft, code=1).exception)
    assert "diferent" in told
    assert "tiket" in told
    assert in_force(school) == rules_version(school.rules)


def test_an_example_that_fails_refuses_the_draft(run, draft):
    edit(draft, "decisions.yaml", "facts: {sender: fail}", "facts: {sender: pass}")
    assert "suplantada" in str(run("publish", draft, code=1).exception)


def test_a_golden_case_that_would_be_decided_otherwise_refuses_the_draft(run, school, draft):
    ticket = one_ticket(school, decision.c.action == Action.SELF_HELP)
    other = one_ticket(school, decision.c.action == Action.ASK)
    for number in (ticket, other):
        run("golden", "add", number)
    edit(draft, "decisions.yaml", HELP, "    article: install")
    refused = run("publish", draft, code=1).exception
    assert isinstance(refused, InputError)
    assert f"caso {ticket}: self_help (autologin); ahora sería: self_help (install)" in str(refused)
    assert other not in str(refused)
    assert in_force(school) == rules_version(school.rules)
    run("golden", "remove", ticket)
    assert "Casos de oro comprobados: 1" in run("publish", draft).stdout
    assert in_force(school) == rules_version(draft)


def test_golden_cases_are_listed_and_counted_once(run, school):
    ticket = one_ticket(school, decision.c.action == Action.REGENERATE)
    run("golden", "add", ticket)
    run("golden", "add", ticket)
    (line,) = run("golden", "list", "--json").stdout.splitlines()
    assert json.loads(line)["action"] == "regenerate"
    assert ticket in run("golden", "list").stdout


def test_golden_wants_a_case_that_was_decided(run):
    assert "NADIE" in str(run("golden", "add", "NADIE", code=1).exception)
    assert "NADIE" in str(run("golden", "remove", "NADIE", code=1).exception)


def test_the_published_copy_is_written_out_again_when_it_is_lost(run, school, draft):
    run("publish", draft)
    house, settings = school.open()
    copy = house.rules(settings)
    copy.rename(copy.with_name("gone"))
    assert rules_version(house.rules(settings)) == rules_version(draft)
    assert Policy.load(house.rules(settings)).version == rules_version(draft)
    house.engine.dispose()
