"""Nobody uses up what a family may ask for: only requests that hold true count (POLICY row 14)."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.mind.mind import Mind
from bot.model.ticket import TicketState
from tests.offices import SCHOOL, Office
from tests.servers.parents import Parent, parents

FORGED = "mx.ieslaloma.test; dmarc=fail"


@pytest.fixture
def strangers(office: Office) -> list[Parent]:
    """Families of the school whose data somebody might know."""
    known = {family.address for family in office.families.values()}
    with office.house() as house:
        everybody = parents(house.desk.register(SCHOOL))
        return [parent for parent in everybody if parent.address not in known][:6]


def as_if_from(mail: EmailMessage, address: str, **headers: str) -> EmailMessage:
    mail.replace_header("From", f"Alguien <{address}>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def reason_of(office: Office, address: str) -> list[tuple[TicketState, str | None]]:
    with office.house() as house:
        return [(c.state, c.reason) for c in house.tickets.list_tickets(SCHOOL) if c.sender == address]


def test_wrong_phones_for_an_account_do_not_count(
    office: Office, wary_mind: Mind, strangers: list[Parent]
) -> None:
    family = strangers[0]
    text, number = str(family.lost_password().get_content()), family.phone.removeprefix("+34")
    guesses = [
        as_if_from(family.letter(text.replace(number, f"69812345{n}")), f"otra{n}@fuera.test")
        for n in range(5)
    ]
    office.receive([*guesses, family.lost_password()], wary_mind)
    assert reason_of(office, family.address) == [(TicketState.WORKING, None)]
    assert {reason for n in range(5) for _, reason in reason_of(office, f"otra{n}@fuera.test")} == {
        "phone_mismatch"
    }


def test_what_is_asked_under_a_forged_address_counts_for_nobody(
    office: Office, wary_mind: Mind, strangers: list[Parent]
) -> None:
    family, *others = strangers
    forged = [
        as_if_from(other.lost_password(), family.address, Authentication_Results=FORGED) for other in others
    ]
    office.receive([*forged, family.lost_password()], wary_mind)
    states = reason_of(office, family.address)
    assert (TicketState.WORKING, None) in states
    assert [reason for _, reason in states].count("sender_not_authenticated") == len(others)


def test_our_servers_word_under_somebody_elses_counts_for_nothing(
    office: Office, wary_mind: Mind, strangers: list[Parent]
) -> None:
    """Only the topmost header of our own server is believed; one that the sender wrote stands below it."""
    family = strangers[1]
    mail = family.lost_password()
    written = "mx.ieslaloma.test; dmarc=pass header.from=familias.test"
    content = f"Authentication-Results: {FORGED}\r\nAuthentication-Results: {written}\r\n".encode()
    office.receive([content + mail.as_bytes()], wary_mind)
    assert reason_of(office, family.address) == [(TicketState.OPEN, "sender_not_authenticated")]
