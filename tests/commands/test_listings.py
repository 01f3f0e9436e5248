"""`incidencias tickets`, `events`, `pause`, `resume` and `migrate` as an operator types them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.model.ticket import TicketState
from bot.store.agenda import agenda
from tests.offices import SCHOOL


def test_all_cases_newest_first_in_plain_words(office, run):
    said = run("tickets")
    assert said.code == 0
    for situation, words in (
        ("all_right", "en marcha"),
        ("no_phone", "espera a la familia"),
        ("wrong_phone", "el teléfono no es el de su ficha"),
    ):
        (line,) = [line for line in said.out.splitlines() if office.number(situation) in line]
        assert words in line


def test_cases_for_machines_tell_no_token(office, run):
    cases = [json.loads(line) for line in run("tickets", "--json").out.splitlines()]
    assert {case["sender"] for case in cases} == {family.address for family in office.families.values()}
    assert not any("token" in case for case in cases)


@pytest.mark.parametrize(
    ("options", "situations"),
    [
        (["--state", "waiting"], {"no_phone"}),
        (["--state", "waiting", "--state", "working"], {"no_phone", "all_right"}),
        (["--state", "ignored"], set()),
        (["--days", "1", "--state", "waiting"], {"no_phone"}),
        (["--limit", "0"], set()),
    ],
)
def test_cases_can_be_chosen(office, run, options, situations):
    cases = [json.loads(line) for line in run("tickets", "--json", *options).out.splitlines()]
    assert {case["number"] for case in cases} == {office.number(situation) for situation in situations}


def test_no_case_of_this_kind_is_said(office, run):
    assert run("tickets", "--state", "ignored").out == "Casos: nada.\n"


def test_events_tell_what_happened_in_order(office, run):
    office.deliver()
    said = run("events", "--ticket", office.number("all_right"))
    assert said.code == 0
    places = [said.out.index(words) for words in ("renovar la clave", "clave temporal", "SMS", "terminado")]
    assert places == sorted(places)


def test_events_hold_no_datum_of_a_family(office, run):
    office.deliver()
    said = run("events", "--json").out
    for family in office.families.values():
        for datum in (family.guardian.name.surname1, family.student.id, family.phone[3:], family.address):
            assert datum not in said


def test_events_for_machines_can_be_read_on_from_any_one(office, run):
    every = [json.loads(line) for line in run("events", "--json").out.splitlines()]
    assert [event["seq"] for event in every] == list(range(1, len(every) + 1))
    assert all(event["prev_hash"] == before["hash"] for before, event in pairwise(every))
    rest = [json.loads(line) for line in run("events", "--json", "--after", 3, "--limit", 2).out.splitlines()]
    assert rest == every[3:5]


def test_while_paused_nothing_leaves(office, run):
    assert "en pausa" in run("pause").out
    with office.house() as house:
        assert agenda(house.engine, [SCHOOL], datetime.now(UTC)).paused == {SCHOOL}
    office.deliver()
    assert office.mailer.sent == []
    assert json.loads(run("pause", "--json").out) == {"school": SCHOOL, "paused": True}
    assert "en marcha" in run("resume").out
    office.deliver()
    assert len(office.letters("no_phone")) == 1
    kinds = [json.loads(line)["kind"] for line in run("events", "--json").out.splitlines()]
    assert [kind for kind in kinds if kind in {"paused", "resumed"}] == ["paused", "resumed"]


def test_triage_looks_at_the_rules_in_force(office, run, tmp_path):
    mail = tmp_path / "hola.eml"
    mail.write_bytes(b"From: a@familias.test\nTo: b@loma.test\n\nNo puedo entrar en iPasen")
    said = run("triage", "--registry", office.directory / "RegAlum.csv", mail)
    assert "las reglas en vigor de IES La Loma" in said.out


def test_pausing_twice_is_no_event(office, run):
    for command in ("pause", "pause", "resume", "resume"):
        assert run(command).code == 0
    kinds = [json.loads(line)["kind"] for line in run("events", "--json").out.splitlines()]
    assert [kind for kind in kinds if kind in {"paused", "resumed"}] == ["paused", "resumed"]


def test_migrating_what_is_up_to_date_changes_nothing(office, run):
    before = run("events", "--json").out
    assert run("migrate").out == "La base de datos está al día.\n"
    assert run("events", "--json").out == before


@pytest.mark.parametrize("command", ["tickets", "events", "pause", "resume"])
def test_without_its_database_a_command_says_what_to_do(office, run, command):
    (office.directory / "store.db").unlink()
    said = run(command)
    assert said.code == 2
    assert "incidencias import" in said.err
    assert len(said.err.splitlines()) == 1
    assert run("migrate").code == 0
    assert run(command).code == 0


@pytest.mark.parametrize("command", ["tickets", "events", "pause", "resume", "import RegAlum.csv"])
def test_a_school_that_is_not_there(office, run, command):
    said = run(*command.split(), "--school", "otro")
    assert said.code == 2
    assert said.err == "Indique el centro con --school; hay: loma.\n"


def test_a_state_that_is_none(office, run):
    said = run("tickets", "--state", "abierto")
    assert said.code == 2
    assert all(state in said.err for state in TicketState)
