"""A mail goes in by SMTP, the running worker sees it by IDLE, the answer lands in the family's mailbox."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from bot.actions.credentials.local import LocalProvider
from bot.model.ticket import TicketState
from bot.store.events import verify
from bot.store.register.accounts import SqlAccountBook
from bot.text.tags import find_tag
from tests.end_to_end.conftest import Town
from tests.servers.installation import SCHOOL
from tests.servers.mailserver import BOT
from tests.servers.parents import Parent, text_of
from tests.servers.waiting import wait_until

CODE = re.compile(r": (\S+)\n[^:]+: (\S+)\n")


def write(town: Town, parent: Parent, mail: EmailMessage, *, answers: int = 1) -> EmailMessage:
    """Send a mail and wait for our answer to it; returns the latest."""
    town.server.deliver(mail, sender=parent.address)
    return town.server.wait_for_families(answers, parent.address)[-1]


def lies_in(town: Town, mail: EmailMessage, folder: str) -> bool:
    """Once it is there, it is nowhere else."""
    search = f'HEADER Message-ID "{mail["Message-ID"]}"'
    wait_until(lambda: town.server.mailbox(folder=folder, search=search))
    return town.server.mailbox(search=search) == []


def texts(town: Town, parent: Parent) -> list[str]:
    return [sms["text"] for sms in town.installation.sms() if sms["number"] == parent.phone]


def state_of(town: Town, answer: EmailMessage) -> TicketState:
    tag = find_tag(str(answer["Subject"]))
    assert tag is not None
    with town.installation.house() as house:
        case = house.tickets.get(SCHOOL, tag[0]).ticket
    return case.state


def test_a_lost_password_is_answered_and_the_code_in_the_sms_opens_the_account(
    town: Town, parent: Parent
) -> None:
    asked = parent.lost_password()
    answer = write(town, parent, asked)

    assert answer["In-Reply-To"] == asked["Message-ID"]
    assert asked["Message-ID"] in answer["References"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["From"].addresses[0].addr_spec == BOT
    assert find_tag(answer["Subject"])
    (sms,) = texts(town, parent)
    found = CODE.search(sms)
    assert found is not None
    username, code = found.groups()
    assert code not in answer.as_string()
    assert username not in answer.as_string()
    now = datetime.now(UTC)
    with town.installation.house() as house:
        account = LocalProvider(SqlAccountBook(house.engine, SCHOOL))
        assert account.verify(username, code, now=now) == "must_change"
        assert account.verify(username, code, now=now + timedelta(hours=48)) == "expired"
        assert account.verify(username, "otra", now=now) == "wrong"
    assert lies_in(town, asked, "Procesados")
    wait_until(lambda: state_of(town, answer) is TicketState.SOLVED)


def test_the_owner_hears_at_the_address_on_file_when_another_one_asked(
    town: Town, parent_on_file: Parent
) -> None:
    write(town, parent_on_file, parent_on_file.lost_password())
    (address,) = parent_on_file.guardian.emails
    (notice,) = town.server.wait_for_families(1, address)
    assert "no he sido yo" in text_of(notice)
    assert notice["Auto-Submitted"] == "auto-generated"
    assert notice["In-Reply-To"] is None


@pytest.fixture
def parent_on_file(everybody: Iterator[Parent]) -> Parent:
    """With an address on file that nobody else has (and that is not the one written from)."""
    return next(p for p in everybody if len(p.guardian.emails) == 1)


def test_asked_for_the_phone_the_family_answers_and_gets_the_code(town: Town, parent: Parent) -> None:
    question = write(town, parent, parent.lost_password(phone=False))
    assert "teléfono móvil" in text_of(question)
    assert texts(town, parent) == []
    assert state_of(town, question) is TicketState.WAITING

    number = parent.phone.removeprefix("+34")
    answer = write(town, parent, parent.answer(question, f"Mi móvil es el {number}."), answers=2)
    assert find_tag(answer["Subject"]) == find_tag(question["Subject"])
    assert len(texts(town, parent)) == 1


def test_a_follow_up_joins_by_its_tag_when_the_mail_program_lost_the_thread(
    town: Town, parent: Parent
) -> None:
    question = write(town, parent, parent.lost_password(phone=False))
    number = parent.phone.removeprefix("+34")
    follow_up = parent.letter(f"Mi móvil es el {number}.", subject=f"RE: {question['Subject']}")
    answer = write(town, parent, follow_up, answers=2)
    assert find_tag(answer["Subject"]) == find_tag(question["Subject"])
    assert len(texts(town, parent)) == 1


def test_a_stranger_with_the_tag_and_the_thread_opens_nothing(
    town: Town, parent: Parent, other_parent: Parent
) -> None:
    question = write(town, parent, parent.lost_password(phone=False))
    number = parent.phone.removeprefix("+34")
    stolen = other_parent.answer(question, f"Mi móvil es el {number}.")
    answer = write(town, other_parent, stolen)
    assert find_tag(answer["Subject"]) != find_tag(question["Subject"])
    assert texts(town, parent) == texts(town, other_parent) == []
    assert state_of(town, question) is TicketState.WAITING


def test_thanks_close_the_case_without_another_mail(town: Town, parent: Parent) -> None:
    answer = write(town, parent, parent.lost_password())
    thanks = parent.answer(answer, "Muchas gracias, ya he podido entrar.")
    town.server.deliver(thanks, sender=parent.address)
    assert lies_in(town, thanks, "Procesados")
    assert state_of(town, answer) is TicketState.CLOSED
    assert len(town.server.families(parent.address)) == 1


def test_a_wrong_phone_goes_to_a_person_and_the_reply_tells_nothing(
    town: Town, parent: Parent, other_parent: Parent
) -> None:
    asked = parent.lost_password()
    body = asked.get_content().replace(parent.phone.removeprefix("+34"), "698123456")
    wrong_phone = parent.letter(body)
    answer = write(town, parent, wrong_phone)
    no_child = other_parent.letter(
        f"Soy {other_parent.guardian.name}, no puedo entrar en iPasen, no recuerdo la contraseña. Mi hijo es "
        "Eufrasio Inexistente Ninguno de 1º ESO A. Mi móvil es el 698123457."
    )
    other_answer = write(town, other_parent, no_child)
    assert lies_in(town, wrong_phone, "Revision")
    assert lies_in(town, no_child, "Revision")
    assert texts(town, parent) == texts(town, other_parent) == []
    assert without_number(answer) == without_number(other_answer)
    assert str(parent.student.name) not in text_of(answer)


def without_number(answer: EmailMessage) -> str:
    tag = find_tag(str(answer["Subject"]))
    assert tag is not None
    return text_of(answer).replace(tag[0], "·")


def test_the_same_mail_delivered_twice_is_acted_on_once(town: Town, parent: Parent) -> None:
    asked = parent.lost_password()
    write(town, parent, asked)
    town.server.deliver(asked, sender=parent.address)
    wait_until(
        lambda: (
            [m["Message-ID"] for m in town.server.mailbox(folder="Procesados")].count(asked["Message-ID"])
            == 2
        )
    )
    assert len(town.server.families(parent.address)) == 1
    assert len(texts(town, parent)) == 1


def test_a_bounce_of_our_answer_is_answered_by_nobody(town: Town, parent: Parent) -> None:
    gone = Parent(parent.guardian, parent.student, parent.phone, f"rebota.{parent.address}")
    town.server.deliver(gone.lost_password(), sender=gone.address)
    wait_until(lambda: any(is_bounce(m, gone) for m in town.server.mailbox(folder="Ignorados")))
    assert not any(is_bounce(m, gone) for m in town.server.mailbox())
    assert [m for m in town.server.families() if "MAILER-DAEMON" in str(m["Delivered-To"])] == []


def is_bounce(mail: EmailMessage, recipient: Parent) -> bool:
    return mail.get_content_type() == "multipart/report" and recipient.address in mail.as_string()


def test_a_refused_address_brings_the_case_to_a_person_in_plain_words(town: Town, parent: Parent) -> None:
    gone = Parent(parent.guardian, parent.student, parent.phone, f"noexiste.{parent.address}")
    mail = gone.letter("Hola, mi hija no irá mañana a clase porque tiene médico.", Reply_To=gone.address)
    town.server.deliver(mail, sender=parent.address)
    wait_until(lambda: "rechaza la dirección de destino" in town.installation.run("queue", "list", "--json"))
    assert lies_in(town, mail, "Revision")


def test_an_out_of_office_note_is_put_away_unanswered(town: Town, parent: Parent) -> None:
    robot = parent.letter(
        "Estoy fuera de la oficina hasta el lunes. No puedo entrar en iPasen.",
        subject="Respuesta automática: iPasen",
        Auto_Submitted="auto-replied",
    )
    town.server.deliver(robot, sender=parent.address)
    assert lies_in(town, robot, "Ignorados")
    assert town.server.families(parent.address) == []


def test_all_answers_are_kept_as_copies_in_sent(town: Town, parent: Parent) -> None:
    answer = write(town, parent, parent.lost_password())
    assert lies_in(town, answer, "Sent")


def test_the_audit_chain_is_whole_and_nothing_secret_is_logged(town: Town, parent: Parent) -> None:
    write(town, parent, parent.lost_password())
    with town.installation.house() as house:
        assert verify(house.engine, SCHOOL) == []
    log = town.installation.log()
    assert "Traceback" not in log
    assert "exception" not in log
    decided = [line for line in map(json.loads, log.splitlines()) if line["event"] == "decided"]
    with town.installation.house() as house:
        cases = {case.number for case in house.tickets.list_tickets(SCHOOL)}
    assert {line["ticket"] for line in decided} == cases
    assert {line["action"] for line in decided} >= {"regenerate"}
    assert all(line["rule"] and line["school"] == SCHOOL for line in decided)
    for sms in town.installation.sms():
        assert sms["number"].removeprefix("+34") not in log
        found = CODE.search(sms["text"])
        assert found is not None
        assert found[2] not in log
