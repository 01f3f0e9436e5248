from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from bot.model.ticket import Folder, TicketState
from bot.store.cases.tickets import SqlTickets
from bot.store.effects.outbox import SqlOutbox
from bot.store.events import events, verify
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.secrets import SecretBox
from bot.store.tables import schema
from tests.store.crashing import STEPS, live, live_until_killed
from tests.store.making import SCHOOL


@pytest.mark.parametrize("moment", ["committing", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_and_started_again_all_is_done_once(
    step: str, moment: str, store_url: str, engine: Engine, tmp_path: Path
) -> None:
    key, log = Fernet.generate_key().decode(), tmp_path / "deeds"
    worker = multiprocessing.get_context("fork").Process(
        target=live_until_killed, args=(store_url, key, log, step, moment)
    )
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL

    box = SecretBox([key])
    desk, outbox = SqlDesk(engine, box), SqlOutbox(engine, box)
    desk.recover(SCHOOL)
    outbox.recover(SCHOOL)
    live(SqlIntake(engine), desk, outbox, log, lambda place: None)

    (ticket,) = SqlTickets(engine, box).list_tickets(SCHOOL)
    assert ticket.state is TicketState.SOLVED
    kinds = [e.kind for e in events(engine, SCHOOL)]
    assert kinds == ["decided", "effect_sent", "effect_sent", "effect_sent", "settled"]
    assert verify(engine, SCHOOL) == []
    with engine.connect() as connection:
        (row,) = connection.execute(select(schema.mail))
        assert (row.folder, row.moved_at is None) == (Folder.DONE, False)
        assert set(connection.scalars(select(schema.outbox.c.secret))) == {None}

    deeds = [line.split() for line in log.read_text().splitlines()]
    first = {key for key, found in deeds if found == "False"}
    again = [key for key, found in deeds if found == "True"]
    assert len(first) == len(deeds) - len(again)  # a repeated deed is always told that it may be one
    assert {key for key, _ in deeds} == {f"mail/{row.id}/{deed}" for deed in ("password", "sms", "reply")}
    assert len(again) <= 1
