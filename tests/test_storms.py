"""Loops and floods: at most the policy's replies, then silence and one word to the coordinator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.journey import consider
from bot.mail.own import OwnMail
from bot.mind.mind import Mind
from bot.model.decision import Action
from bot.parsers.inbound import OwnIdentity
from bot.store.cases import views
from bot.store.engine import writing
from bot.store.tables.schema import mail as mail_table
from bot.text.tags import find_tag
from bot.tuning.rehearsal import Recollection
from tests.offices import COORDINATOR, SCHOOL, Office
from tests.servers.bounces import bounce
from tests.servers.parents import text_of

BOT = "incidenciastde@ieslaloma.test"
NO_BUSINESS_OF_OURS = "Hola: mi hija no irá mañana a clase, tiene médico. Un saludo, Ana Ruiz."


def letter(sender: str, text: str, number: int = 0, **headers: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = sender, BOT
    mail["Subject"] = headers.pop("subject", "Aviso")
    mail["Message-ID"] = f"<{number}.{abs(hash((sender, text, number)))}@fuera.test>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(f"{text}\n")
    return mail


def sent_to(office: Office, address: str) -> list[EmailMessage]:
    contents = [mail.content for mail in office.mailer.sent if mail.recipient == address]
    return [message_from_bytes(content, policy=policy.default) for content in contents]


@pytest.fixture
def clean_office(office: Office) -> Office:
    """The morning's letters are out."""
    office.deliver()
    office.mailer.sent.clear()
    return office


def test_a_robot_without_any_mark_that_answers_each_answer(clean_office: Office, wary_mind: Mind) -> None:
    office, robot = clean_office, "secretaria@empresa.test"
    answered = 0
    for number in range(9):
        office.receive([letter(robot, NO_BUSINESS_OF_OURS, number)], wary_mind)
        office.deliver()
        if len(sent_to(office, robot)) == answered:
            break
        answered += 1
    assert answered == 4
    office.receive([letter(robot, "¿Me contestan?", n) for n in range(20, 24)], wary_mind)
    office.deliver()
    assert len(sent_to(office, robot)) == 4
    (notice,) = sent_to(office, COORDINATOR)
    assert notice["Auto-Submitted"] == "auto-generated"
    assert robot not in notice.as_string()
    assert "4 respuestas automáticas en 24 horas" in " ".join(text_of(notice).split())


def test_a_flood_gets_the_replies_of_one_family_and_hides_nobody(
    clean_office: Office, wary_mind: Mind
) -> None:
    office, flooder = clean_office, "pesado@fuera.test"
    mails = [letter(flooder, f"{NO_BUSINESS_OF_OURS} ({n})", n) for n in range(15)]
    office.receive([*mails, office.families["no_phone"].letter(NO_BUSINESS_OF_OURS)], wary_mind)
    office.deliver()
    assert len(sent_to(office, flooder)) == 4
    assert len(sent_to(office, office.families["no_phone"].address)) == 1
    assert len(sent_to(office, COORDINATOR)) == 1
    with office.house() as house:
        cases = [case.number for case in house.tickets.queue(SCHOOL) if case.sender == flooder]
        mails_of_each = sorted(len(house.tickets.get(SCHOOL, number).mails) for number in cases)
    assert mails_of_each == [*[1] * 9, 6]


def test_of_a_case_of_very_many_mails_the_latest_are_shown(
    clean_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_MAILS", 2)
    office, family = clean_office, clean_office.families["all_right"]
    with office.house() as house:
        ours = house.tickets.get(SCHOOL, office.number("all_right"))
        with writing(house.engine) as connection:
            connection.execute(mail_table.update().values(ticket=ours.ticket.number))
        file = house.tickets.get(SCHOOL, ours.ticket.number)
    assert (len(file.mails), file.earlier, len(office.families)) == (2, 3, 5)
    assert [m.id for m in file.mails] == [4, 5]
    assert family.address not in {m.sender for m in file.mails}


def test_what_a_family_sends_is_no_part_of_a_flood_under_its_forged_address(
    clean_office: Office, wary_mind: Mind
) -> None:
    office, family = clean_office, "familia@fuera.test"
    forged = "mx.ieslaloma.test; dmarc=fail"
    mails = [
        letter(family, f"{NO_BUSINESS_OF_OURS} ({n})", n, Authentication_Results=forged) for n in range(12)
    ]
    office.receive([*mails, letter(family, NO_BUSINESS_OF_OURS)], wary_mind)
    office.deliver()
    with office.house() as house:
        cases = {c.number: c.reason for c in house.tickets.queue(SCHOOL) if c.sender == family}
    assert sorted(cases.values()) == ["not_ours", *["sender_not_authenticated"] * 10]
    answered = [cases[tag_of(answer)] for answer in sent_to(office, family)]
    assert answered == ["sender_not_authenticated", "not_ours"]


def tag_of(mail: EmailMessage) -> str:
    tag = find_tag(str(mail["Subject"]))
    assert tag is not None
    return tag[0]


def test_a_storm_of_bounces_is_ignored_and_told_once(clean_office: Office, wary_mind: Mind) -> None:
    office = clean_office
    office.receive([bounce(n) for n in range(12)], wary_mind)
    office.deliver()
    (notice,) = office.mailer.sent
    assert notice.recipient == COORDINATOR
    with office.house() as house:
        assert "mailer-daemon@mx.fuera.test" not in {c.sender for c in house.tickets.queue(SCHOOL)}


def test_our_own_letters_are_ignored_wherever_they_come_from(clean_office: Office, wary_mind: Mind) -> None:
    """Through a list, from another address, at another school's bot; only without any mark are they answered."""
    office, family = clean_office, clean_office.families["all_right"]
    office.receive([family.letter(NO_BUSINESS_OF_OURS)], wary_mind)
    office.deliver()
    (ours,) = sent_to(office, family.address)
    other_school = replace(
        wary_mind, own=OwnIdentity(frozenset({"tde@otro.test"}), None, "otro"), domain="otro.test"
    )
    assert decided(ours, other_school) is Action.IGNORE
    ours.replace_header("From", "otra@fuera.test")
    assert decided(ours, wary_mind) is Action.IGNORE
    del ours[OwnMail.HEADER]
    assert decided(ours, wary_mind) is Action.IGNORE  # Auto-Submitted
    ours["List-Id"] = "<familias.lista.test>"
    del ours["Auto-Submitted"]
    assert decided(ours, wary_mind) is Action.IGNORE


def decided(mail: EmailMessage, mind: Mind) -> Action:
    (case,) = consider([mail.as_bytes()], mind, Recollection(), now=datetime.now(UTC))
    return case.decision.action


def test_our_own_letter_without_any_mark_from_another_address_is_a_loop_that_ends(
    clean_office: Office, wary_mind: Mind
) -> None:
    office, mirror = clean_office, "espejo@fuera.test"
    office.receive([letter(mirror, NO_BUSINESS_OF_OURS)], wary_mind)
    for _ in range(9):
        before = len(sent_to(office, mirror))
        office.deliver()
        if len(answers := sent_to(office, mirror)) == before:
            break
        last = answers[-1]
        office.receive([letter(mirror, text_of(last), before + 1, subject=str(last["Subject"]))], wary_mind)
    assert 1 <= len(sent_to(office, mirror)) <= 4
    assert len(sent_to(office, COORDINATOR)) <= 1


def test_a_robot_that_writes_from_another_tag_each_time_is_one_robot(
    clean_office: Office, wary_mind: Mind
) -> None:
    """Its mails wait for each other, its answers and cases are counted together, and there is one notice."""
    office = clean_office
    robots = [f"robot+{n}@empresa.test" for n in range(14)]
    office.receive([letter(robot, NO_BUSINESS_OF_OURS, n) for n, robot in enumerate(robots)], wary_mind)
    office.deliver()
    answered = [mail.recipient for mail in office.mailer.sent if mail.recipient != COORDINATOR]
    assert answered == robots[:4]
    assert len(sent_to(office, COORDINATOR)) == 1
    with office.house() as house:
        cases = [case for case in house.tickets.queue(SCHOOL) if case.sender.endswith("@empresa.test")]
    assert len(cases) == 10


def test_who_writes_hundreds_of_mails_holds_nobody_up(clean_office: Office) -> None:
    """The others' mails are in the first batch, however late they come; the flood's go on one by one."""
    office, now = clean_office, datetime.now(UTC)
    flood = [letter("pesado@fuera.test", NO_BUSINESS_OF_OURS, n).as_bytes() for n in range(300)]
    late = [letter(f"familia{n}@fuera.test", NO_BUSINESS_OF_OURS).as_bytes() for n in range(30)]
    with office.house() as house:
        office.put_in([*flood, *late], now)
        first = house.desk.claim_mails(SCHOOL, 50, now=now)
        assert len(first) == 31
        assert [mail.id for mail in first] == sorted(mail.id for mail in first)
        assert house.desk.claim_mails(SCHOOL, 50, now=now) == []
