"""What is forgotten, and what stays."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import InputError
from bot.model.claim import Claim, Finding, Intent, Region
from bot.model.decision import Action
from bot.model.mail import Address
from bot.model.register import Guardian, PersonName, Register, Student
from bot.model.ticket import TicketState
from bot.store.cases.past import past_mails
from bot.store.custody.backup import backup
from bot.store.custody.families import cases_of, export, find_family
from bot.store.custody.forgetting import erase, purge
from bot.store.engine import reading, writing
from bot.store.events import verify
from bot.store.tables import schema
from bot.store.tables.schema import Status
from tests.store.making import SCHOOL, claimed, message, outcome

ANA = Guardian(
    key="12345678Z",
    dni="12345678Z",
    name=PersonName("Ana", "Zurbarán", "Quesada"),
    phones=frozenset({"+34600000001"}),
    emails=frozenset({"ana@familias.test"}),
    students=("77",),
)
LUIS = Guardian(
    key="87654321X",
    dni="87654321X",
    name=PersonName("Luis", "Ibarrola", "Pons"),
    emails=frozenset({"luis@familias.test"}),
    students=("77",),
)
REGISTER = Register(
    students={
        "77": Student(id="77", name=PersonName("Eva", "Ibarrola", "Zurbarán"), guardians=(ANA.key, LUIS.key))
    },
    guardians={ANA.key: ANA, LUIS.key: LUIS},
)
SECRETS = ("Zurbarán", "ana@familias.test", "600000001", "12345678Z")


@pytest.fixture
def case(desk, intake, now):
    """Records a mail of a sender; returns its ticket."""

    def record(action, sender="ana@familias.test", **changes):
        mail = claimed(intake, desk, now, sender=sender, body="Soy Ana Zurbarán, 600000001, 12345678Z")
        name = Finding(
            value="Ana Zurbarán", text="Ana Zurbarán", region=Region.BODY, start=4, end=16, found_by="test"
        )
        made = outcome(
            mail,
            action,
            claim=Claim(intent=Intent.RECOVER, guardian=name),
            message=message(sender=Address("", sender)),
            **changes,
        )
        desk.record([made], now=now)
        return made.ticket

    return record


@pytest.fixture
def everything(engine, tmp_path, now):
    """All that the database holds, as text."""

    def read():
        backup(engine, tmp_path / "all.zip", now=now)
        with zipfile.ZipFile(tmp_path / "all.zip") as archive:
            return "\n".join(archive.read(name).decode("unicode_escape") for name in archive.namelist())

    return read


def states(engine):
    with reading(engine) as connection:
        return dict(connection.execute(select(schema.ticket.c.number, schema.ticket.c.state)).all())


def finish(engine):
    """Whatever was to be sent has been sent."""
    with writing(engine) as connection:
        connection.execute(schema.outbox.update().values(status=Status.SENT, secret=None))


def test_what_has_rested_long_enough_is_forgotten_and_its_figures_stay(engine, case, everything, now):
    case(Action.CLOSE)
    done = case(Action.ASK)
    finish(engine)
    assert purge(engine, SCHOOL, before=now - timedelta(days=1), now=now) == 0
    assert purge(engine, SCHOOL, before=now + timedelta(days=1), now=now) == 2
    assert purge(engine, SCHOOL, before=now + timedelta(days=1), now=now) == 0
    assert not [secret for secret in SECRETS if secret in everything()]
    assert states(engine)[done] is TicketState.WAITING
    (past,) = past_mails(engine, SCHOOL)
    assert [(p.decision.action, p.content) for p in past] == [(Action.CLOSE, None), (Action.ASK, None)]
    assert verify(engine, SCHOOL) == []


def test_what_waits_for_a_person_or_is_under_way_is_kept(engine, case, everything, now):
    case(Action.ESCALATE)
    case(Action.REGENERATE, sender="otra@familias.test")
    assert purge(engine, SCHOOL, before=now + timedelta(days=1), now=now) == 0
    assert "Zurbarán" in everything()


def test_a_family_is_erased_and_nobody_else(engine, case, everything, now):
    mine, other = case(Action.ESCALATE), case(Action.CLOSE, sender="luis@familias.test")
    finish(engine)
    family = find_family(REGISTER, "600 000 001")
    assert cases_of(engine, SCHOOL, family) == [mine]
    assert erase(engine, SCHOOL, [mine], now=now, by="dpd") == []
    assert states(engine) == {mine: TicketState.CLOSED, other: TicketState.CLOSED}
    assert "ana@familias.test" not in everything()
    assert "luis@familias.test" in everything()
    assert verify(engine, SCHOOL) == []


def test_a_case_with_something_under_way_waits(engine, case, now):
    ticket = case(Action.REGENERATE)
    assert erase(engine, SCHOOL, [ticket], now=now, by="dpd") == [ticket]
    assert states(engine)[ticket] is TicketState.WORKING


def test_a_family_gets_its_mails_and_not_those_of_the_other_guardian(engine, case, tmp_path):
    mine = case(Action.ASK)
    case(Action.ASK, sender="luis@familias.test")
    assert export(engine, SCHOOL, REGISTER, find_family(REGISTER, "12345678z"), tmp_path / "ana.zip") == 1
    with zipfile.ZipFile(tmp_path / "ana.zip") as archive:
        assert set(archive.namelist()) == {f"correos/{mine}-1.eml", "casos.json", "matricula.json"}
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Ana Zurbarán" in told
    assert "Ibarrola Pons" not in told
    assert "luis@" not in told


@pytest.mark.parametrize(
    ("who", "guardians"),
    [
        ("12345678z", {ANA.key}),
        ("+34600000001", {ANA.key}),
        ("Luis Ibarrola Pons", {LUIS.key}),
        ("LUIS@familias.test", {LUIS.key}),
        ("77", {ANA.key, LUIS.key}),
        ("abuela@correo.test", set()),
    ],
)
def test_who_is_meant(who, guardians):
    assert find_family(REGISTER, who).guardians == guardians


@pytest.mark.parametrize("nobody", ["", "Ana", "78", "Luis Pons"])
def test_nobody_is_guessed(nobody):
    with pytest.raises(InputError, match="No hay nadie"):
        find_family(REGISTER, nobody)


@pytest.mark.parametrize("shared", ["600 000 001", "Ana Zurbarán Quesada", "ana@familias.test"])
def test_what_two_guardians_have_in_common_is_nobody(shared):
    other = replace(ANA, key="x", dni="11111111H", students=())
    both = Register(students={}, guardians={ANA.key: ANA, other.key: other})
    with pytest.raises(InputError, match="Hay 2 tutores"):
        find_family(both, shared)
    assert find_family(both, "11111111h").guardians == {"x"}
