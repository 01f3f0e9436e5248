"""A mail that breaks any step of the thinking is set aside alone; the others of its batch are handled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot import journey
from bot.journey import handle
from bot.registry.seneca import read_export
from bot.store.mails.desk import SqlDesk
from tests.offices import SCHOOL
from tests.servers.parents import parents

POISON = "El correo que lo rompe"
#: How each step can tell the poisoned mail by what it is given first.
STEPS = {
    "parse_mail": lambda content: POISON.encode() in content,
    "think": lambda messages: any(message.subject == POISON for message in messages),
    "judge": lambda message: message.subject == POISON,
    "outcome": lambda mail: POISON.encode() in mail.content,
    "record": lambda outcomes: any(outcome.case.message.subject == POISON for outcome in outcomes),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_mail_that_breaks_a_step_is_set_aside_alone(office, monkeypatch, step):
    owner = SqlDesk if step == "record" else journey
    whole = getattr(owner, step)

    def breaking(*given, **named):
        if STEPS[step](given[-1] if step == "record" else given[0]):
            raise RecursionError("as deep as it goes")
        return whole(*given, **named)

    monkeypatch.setattr(owner, step, breaking)
    register, _ = read_export(office.directory / "RegAlum.csv")
    before, broken, after = islice(parents(register), len(office.families), len(office.families) + 3)
    office.receive(
        [before.lost_password(), broken.letter("No puedo entrar.", subject=POISON), after.lost_password()]
    )
    with office.house() as house:
        reasons = {ticket.sender: ticket.reason for ticket in house.tickets.list_tickets(SCHOOL)}
    assert reasons[broken.address] == "quarantined"
    assert reasons[before.address] is None
    assert reasons[after.address] is None
    office.deliver()
    assert {text["number"] for text in office.texts()} >= {before.phone, after.phone}
    assert not [mail for mail in office.mailer.sent if mail.recipient == broken.address]


def test_a_database_that_goes_away_in_mid_thought_is_no_fault_of_the_mail(office, wary_mind, monkeypatch):
    def away(*_):
        raise OperationalError("SELECT", {}, ConnectionResetError())

    family = next(islice(parents(wary_mind.index.register), len(office.families), None))
    letter = family.lost_password(In_Reply_To="<1@fuera.test>")
    with monkeypatch.context() as gone:
        gone.setattr(SqlDesk, "find_thread", away)
        with pytest.raises(OperationalError):
            office.receive([letter], wary_mind)
    with office.house() as house:
        assert house.desk.recover(SCHOOL) == 1
        office.receive([], wary_mind)
        cases = {ticket.sender: ticket.reason for ticket in house.tickets.list_tickets(SCHOOL)}
    assert cases[family.address] is None


def test_a_disk_that_is_full_is_no_fault_of_the_mail(office, wary_mind):
    family = next(islice(parents(wary_mind.index.register), len(office.families) + 9, None))
    now = datetime.now(UTC)
    office.put_in([family.lost_password().as_bytes()], now)
    with office.house() as house:
        event.listen(
            house.engine, "connect", full := lambda line, _: line.execute("PRAGMA max_page_count = 1")
        )
        house.engine.dispose()
        for hours in range(1, 12):
            mails = house.desk.claim_mails(SCHOOL, 9, now=now + timedelta(hours=hours))
            with pytest.raises(OperationalError):
                handle(mails, wary_mind, house.desk, now=now)
        event.remove(house.engine, "connect", full)
        house.engine.dispose()
        while mails := house.desk.claim_mails(SCHOOL, 9, now=now + timedelta(hours=12)):
            handle(mails, wary_mind, house.desk, now=now)
        cases = house.tickets.list_tickets(SCHOOL)
    assert "quarantined" not in {case.reason for case in cases}
    assert family.address in {case.sender for case in cases}
