"""What operators do and what befalls them: one round, pause, two workers, wrong settings, lost lines."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.bootstrap_worker import worker_of
from bot.model.ticket import TicketState
from tests.end_to_end.conftest import KEY, Stores
from tests.end_to_end.dying import Death, worker_round
from tests.servers.cutter import cut_line
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import MailServer
from tests.servers.parents import Parent, text_of
from tests.servers.waiting import wait_until

Install = Callable[..., Installation]


def ids(mails: list[EmailMessage]) -> list[str]:
    return [str(mail["Message-ID"]) for mail in mails]


def settings_of(installation: Installation) -> Path:
    return installation.directory / "incidencias.toml"


def test_from_the_export_to_the_first_answer_by_commands_alone(
    mailserver: MailServer, parent: Parent, other_parent: Parent, export: Path, tmp_path: Path
) -> None:
    installation = Installation.create(
        tmp_path / "new", mailserver, store_url=f"sqlite:///{tmp_path}/new/store.db", key=KEY
    )
    assert "Importación" in installation.run("import", str(export))
    mails = [parent.lost_password(), other_parent.lost_password(phone=False)]
    for mail in mails:
        mailserver.deliver(mail, sender=str(mail["From"].addresses[0].addr_spec))
    mailserver.wait_for(2)
    installation.run("worker", "--once")
    mailserver.wait_for_families(1, parent.address)
    mailserver.wait_for_families(1, other_parent.address)
    assert sorted(ids(mailserver.mailbox(folder="Procesados"))) == sorted(ids(mails))
    assert len(installation.sms()) == 1
    shown = [json.loads(line) for line in installation.run("tickets", "--json").splitlines()]
    assert {case["state"] for case in shown} == {"solved", "waiting"}


def test_paused_mails_are_kept_and_nothing_is_done_until_resumed(
    install: Install, mailserver: MailServer, parent: Parent
) -> None:
    installation, mail = install(), parent.lost_password()
    installation.run("pause")
    mailserver.deliver(mail, sender=parent.address)
    mailserver.wait_for(1)
    assert worker_round(settings_of(installation)) == 0
    assert "mails_fetched" in installation.log()
    with installation.house() as house:
        assert house.tickets.list_tickets(SCHOOL) == []
    assert ids(mailserver.mailbox()) == ids([mail])
    assert mailserver.families(parent.address) == []
    installation.run("resume")
    assert worker_round(settings_of(installation)) == 0
    mailserver.wait_for_families(1, parent.address)
    assert len(installation.sms()) == 1


def test_in_seneca_only_the_word_of_the_coordinator_sends_the_answer(
    install: Install, mailserver: MailServer, parent: Parent
) -> None:
    installation, mail = install(credentials="seneca"), parent.lost_password()
    mailserver.deliver(mail, sender=parent.address)
    mailserver.wait_for(1)
    assert worker_round(settings_of(installation)) == 0
    (moved,) = mailserver.wait_for(1, folder="Revision")
    assert ids([moved]) == ids([mail])
    (case,) = [json.loads(line) for line in installation.run("queue", "list", "--json").splitlines()]
    task = installation.run("queue", "show", case["number"])
    assert parent.student.id in task
    assert mailserver.families(parent.address) == []
    installation.run("queue", "done", case["number"], "hecho")
    assert worker_round(settings_of(installation)) == 0
    (answer,) = mailserver.wait_for_families(1, parent.address)
    assert answer["In-Reply-To"] == mail["Message-ID"]
    assert installation.sms() == []  # Séneca sends it


def test_a_mail_over_the_size_limit_is_not_fetched_but_answered_and_shown_to_a_person(
    install: Install, mailserver: MailServer, parent: Parent
) -> None:
    installation, mail = install(imap={"max_size": 50_000}), parent.lost_password()
    mail.add_attachment(b"\0" * 100_000, maintype="image", subtype="png", filename="pantalla.png")
    mailserver.deliver(mail, sender=parent.address)
    mailserver.wait_for(1)
    assert worker_round(settings_of(installation)) == 0
    (answer,) = mailserver.wait_for_families(1, parent.address)
    assert "lleva archivos muy grandes" in text_of(answer)
    assert ids(mailserver.mailbox(folder="Revision")) == ids([mail])
    assert installation.sms() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"imap": {"password": "otra"}}, "rechaza el usuario o la contraseña"),
        ({"imap": {"ca_file": "other"}}, "certificado"),
        ({"imap": {"port": 9}}, "No se puede conectar|no responde|rechaza la conexión"),
    ],
    ids=["password", "authority", "port"],
)
def test_wrong_settings_are_told_in_a_plain_sentence(
    wrong: dict[str, dict[str, str]], sentence: str, install: Install, mailserver: MailServer
) -> None:
    if "ca_file" in wrong["imap"]:
        wrong = {"imap": {"ca_file": str(mailserver.other_ca_file)}}
    installation = install(**wrong)
    said = installation.run("worker", "--once", code=1)
    (line,) = [json.loads(row) for row in said.splitlines()]
    assert any(part in line["error"] for part in sentence.split("|")), line


def test_a_second_worker_over_one_sqlite_file_is_refused_until_the_first_ends(install: Install) -> None:
    installation = install()
    with installation.house() as house:
        with worker_of(house):
            assert "Ya hay otro" in installation.run("worker", "--once", code=2)
        with worker_of(house):
            pass


def test_a_folder_made_anew_neither_loses_nor_repeats(
    install: Install, mailserver: MailServer, parent: Parent, other_parent: Parent
) -> None:
    installation, answered, decided = install(), parent.lost_password(), other_parent.lost_password()
    settings = settings_of(installation)
    mailserver.deliver(answered, sender=parent.address)
    assert worker_round(settings) == 0
    mailserver.deliver(decided, sender=other_parent.address)
    mailserver.wait_for(1)
    assert worker_round(settings, Death("record", "after")) == -signal.SIGKILL
    mailserver.recreate()
    for mail, address in ((answered, parent.address), (decided, other_parent.address)):
        mailserver.deliver(mail, sender=address)  # as from a back-up: new UIDs, new UIDVALIDITY
    mailserver.wait_for(2)
    assert worker_round(settings) == 0
    mailserver.wait_for_families(1, other_parent.address)
    assert len(mailserver.families(parent.address)) == len(mailserver.families(other_parent.address)) == 1
    assert sorted(ids(mailserver.mailbox(folder="Procesados"))) == sorted(ids([answered, decided]))
    assert len(installation.sms()) == 2


def test_a_letter_whose_acceptance_was_lost_is_found_not_repeated(
    install: Install, mailserver: MailServer, parent: Parent
) -> None:
    with cut_line(mailserver.smtp, word=b"Ok: queued") as port:
        line = {"port": port, "security": "none", "username": None, "password": None}
        installation, mail = install(smtp=line), parent.lost_password()
        mailserver.deliver(mail, sender=parent.address)
        mailserver.wait_for(1)
        assert worker_round(settings_of(installation)) == 0
        mailserver.wait_for_families(1, parent.address)
        with installation.house() as house:
            (case,) = house.tickets.list_tickets(SCHOOL)
            assert case.state is TicketState.WORKING  # nobody knows yet whether it went out
        installation.let_time_pass()
        assert worker_round(settings_of(installation)) == 0
    with installation.house() as house:
        (case,) = house.tickets.list_tickets(SCHOOL)
        assert case.state is TicketState.SOLVED
    assert len(mailserver.families(parent.address)) == 1


def test_a_database_that_goes_away_for_a_while_is_waited_for(
    install: Install, mailserver: MailServer, stores: Stores, parent: Parent
) -> None:
    installation = install("postgresql")
    with installation.ready_worker():
        stores.postgres.stop()
        try:
            mailserver.deliver(parent.lost_password(), sender=parent.address)
            wait_until(lambda: "reading_failed" in installation.log())
        finally:
            stores.postgres.start()
        mailserver.wait_for_families(1, parent.address)
    assert len(installation.sms()) == 1


def test_a_worker_that_sleeps_through_its_lease_finds_another_in_its_place(
    install: Install, mailserver: MailServer, parent: Parent, other_parent: Parent
) -> None:
    installation = install("postgresql")
    with installation.ready_worker() as sleeper:
        os.kill(sleeper, signal.SIGSTOP)
        installation.let_time_pass()
        with installation.ready_worker():
            mailserver.deliver(parent.lost_password(), sender=parent.address)
            mailserver.wait_for_families(1, parent.address)
            os.kill(sleeper, signal.SIGCONT)
            wait_until(lambda: "lease_lost" in installation.log())
            mailserver.deliver(other_parent.lost_password(), sender=other_parent.address)
            mailserver.wait_for_families(1, other_parent.address)
    assert len(mailserver.families(parent.address)) == len(mailserver.families(other_parent.address)) == 1
    assert len(installation.sms()) == 2
