"""What tuning keeps and reads in the store, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import InputError
from bot.model.decision import Action, History, Thread
from bot.model.mail import Address
from bot.rules.directory import shipped_rules
from bot.store.cases.aftermath import Step, steps_by_ticket
from bot.store.cases.past import count_past, history_then, past_mails
from bot.store.mails.threads import history
from bot.store.rules import files as rule_files
from bot.store.rules.golden import add_golden, golden_cases, remove_golden
from bot.store.rules.trials import (
    Difference,
    differences_of,
    last_trial,
    note_differences,
    running_trial,
    start_trial,
    stop_trial,
)
from bot.store.rules.versions import active_version, publish, rollback, version_directory, versions
from tests.store.making import SCHOOL, claimed, message, outcome, step

ANA = "ana@familias.test"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Where PostgreSQL installations write published rules out."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))


def decided(intake, desk, now, action=Action.ESCALATE, *, joining=None, facts=None, **changes):
    """A mail recorded at `now`; `joining` the case of an earlier one."""
    mail = claimed(intake, desk, now)
    made = outcome(mail, action, message=message(sender=Address("Ana", ANA)), **changes)
    if joining is not None:
        made = replace(made, ticket=joining.ticket, joins=True)
    said = replace(made.case.decision, facts=facts or {"conversation": "new"})
    made = replace(made, case=replace(made.case, decision=said))
    desk.record([made], now=now)
    return made


def everything(engine):
    return [past for part in past_mails(engine, SCHOOL) for past in part]


def test_past_mails_know_their_conversation_as_it_was(intake, desk, engine, now):
    first = decided(intake, desk, now, Action.ASK)
    facts = {"conversation": "asked", "with_person": "no"}
    decided(intake, desk, now + HOUR, Action.REGENERATE, joining=first, facts=facts)
    facts = {"conversation": "regenerated", "with_person": "yes"}
    decided(intake, desk, now + 2 * HOUR, joining=first, facts=facts)
    one, two, three = everything(engine)
    assert one.thread == Thread()
    assert (two.thread.asked, two.thread.regenerated, two.thread.with_person) == (1, False, False)
    assert len(two.thread.claims) == 1
    assert (three.thread.asked, three.thread.regenerated, three.thread.with_person) == (1, True, True)
    assert three.thread.account == "12345678Z"
    assert len(three.thread.claims) == 2


def test_a_person_who_asked_counts_as_a_question(intake, desk, tickets, engine, now):
    first = decided(intake, desk, now)
    step(tickets, first.ticket, "asked", now=now + HOUR, by="Luz", asked=True)
    facts = {"conversation": "asked"}
    decided(intake, desk, now + 2 * HOUR, joining=first, facts=facts)
    assert [past.thread.asked for past in everything(engine)] == [0, 1]


def test_past_mails_can_be_chosen(intake, desk, engine, now):
    made = [decided(intake, desk, now + hours * HOUR) for hours in range(3)]
    chosen = [made[0].mail.id, made[2].mail.id]
    assert count_past(engine, SCHOOL, mails=chosen) == 2
    assert [p.mail for part in past_mails(engine, SCHOOL, mails=chosen) for p in part] == chosen
    assert count_past(engine, SCHOOL, since=now + HOUR) == 2
    last = everything(engine)[-1].id
    assert list(past_mails(engine, SCHOOL, after=last)) == []


def test_the_limits_count_what_was_there_at_that_moment(intake, desk, engine, now):
    decided(intake, desk, now, Action.REGENERATE)
    decided(intake, desk, now + 2 * HOUR, Action.ASK)
    assert history_then(engine, SCHOOL, "12345678Z", ANA, then=now) == History()
    then = history_then(engine, SCHOOL, "12345678Z", ANA, then=now + HOUR)
    assert then == History(account_24h=1, account_30d=1, replies_24h=1, mails_24h=1)
    assert history_then(engine, SCHOOL, "other", ANA, then=now + HOUR).sender_accounts_24h == 1
    late = now + timedelta(hours=25)
    assert history_then(engine, SCHOOL, "12345678Z", ANA, then=late) == History(
        account_30d=1, replies_24h=1, mails_24h=1
    )
    with engine.connect() as connection:  # the present is the moment after everything
        assert history(connection, SCHOOL, "12345678Z", ANA, now=late) == History(
            account_30d=1, replies_24h=1, mails_24h=1
        )


def test_steps_that_people_took_and_families_reported(intake, desk, tickets, engine, now):
    first = decided(intake, desk, now)
    step(tickets, first.ticket, "rejected", now=now + HOUR, by="Luz")
    assert steps_by_ticket(engine, SCHOOL) == {first.ticket: [Step(at=now + HOUR, kind="rejected")]}


def test_versions_are_numbered_and_one_is_in_force(engine, now, tmp_path):
    assert active_version(engine, SCHOOL) is None
    first = publish(engine, SCHOOL, shipped_rules(), by="Luz", now=now)
    draft = rule_files.unpack(rule_files.pack(shipped_rules()), tmp_path / "draft")
    (draft / "known_names.txt").chmod(0o644)
    (draft / "known_names.txt").write_text("given: eva\n", encoding="utf-8")
    second = publish(engine, SCHOOL, draft, by="Luz", now=now)
    assert [(v.version, v.active) for v in versions(engine, SCHOOL)] == [(1, False), (2, True)]
    copy = version_directory(engine, SCHOOL, second)
    assert (copy / "known_names.txt").read_text(encoding="utf-8") == "given: eva\n"
    assert rollback(engine, SCHOOL, None, by="Luz", now=now) == replace(first, active=False)
    assert active_version(engine, SCHOOL) == first
    assert active_version(engine, "another") is None


def test_a_folder_that_cannot_be_rules_is_not_swallowed(tmp_path, monkeypatch):
    monkeypatch.setattr(rule_files, "_MOST_BYTES", 10)
    (tmp_path / "big.txt").write_text("x" * 11)
    with pytest.raises(InputError, match="demasiado grande"):
        rule_files.pack(tmp_path)


def test_golden_cases_are_all_mails_of_a_ticket(intake, desk, engine, now):
    first = decided(intake, desk, now, Action.ASK)
    second = decided(intake, desk, now + HOUR, joining=first, facts={"conversation": "asked"})
    assert add_golden(engine, SCHOOL, first.ticket, by="Luz", now=now) == 2
    assert [case.mail for case in golden_cases(engine, SCHOOL)] == [first.mail.id, second.mail.id]
    assert remove_golden(engine, SCHOOL, first.ticket, by="Luz", now=now) == 2
    assert golden_cases(engine, SCHOOL) == []


def test_a_trial_begins_with_the_next_decision_and_ends_in_time(intake, desk, engine, now):
    decided(intake, desk, now)
    trial = start_trial(engine, SCHOOL, shipped_rules(), until=now + HOUR, by="Luz", now=now)
    assert running_trial(engine, SCHOOL, now=now) == trial
    assert list(past_mails(engine, SCHOOL, after=trial.last_decision)) == []
    assert running_trial(engine, SCHOOL, now=now + HOUR) is None
    stop_trial(engine, SCHOOL, by="Luz", now=now)
    assert running_trial(engine, SCHOOL, now=now) is None
    with pytest.raises(InputError):
        stop_trial(engine, SCHOOL, by="Luz", now=now)


def test_differences_are_noted_once_and_only_for_the_trial_that_runs(intake, desk, engine, now):
    mail = decided(intake, desk, now).mail.id
    until = now + HOUR
    trial = start_trial(engine, SCHOOL, shipped_rules(), until=until, by="Luz", now=now)
    found = [Difference(mail=mail, ticket="T", at=now, old={"action": "ask"}, new={"action": "escalate"})]
    for _ in range(2):  # two workers, one after the other
        note_differences(engine, trial, found, upto=trial.last_decision + 1, mails=1)
    assert differences_of(engine, SCHOOL) == found
    assert last_trial(engine, SCHOOL).mails == 1
    start_trial(engine, SCHOOL, shipped_rules(), until=until, by="Luz", now=now + timedelta(minutes=1))
    note_differences(engine, trial, found, upto=trial.last_decision + 2, mails=1)
    assert differences_of(engine, SCHOOL) == []
