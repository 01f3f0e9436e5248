"""One mail's whole life in the store, told to die at a named place; run as a process of its own.

python -m tests.store.crashing URL KEY LOG STEP MOMENT
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy import event

from bot.model.decision import Action
from bot.store.effects.outbox import SqlOutbox
from bot.store.engine import open_engine
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.secrets import SecretBox
from tests.store.making import SCHOOL, outcome, raw

STEPS = ("ingest", "claim_mails", "record", "claim_due", "delivered", "moved")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def live(intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, log: Path, at: Callable[[str], None]) -> None:
    """Fetch, decide, deliver and move what there is; `at(step)` is called around each step."""
    lease = intake.acquire(SCHOOL, "worker")
    assert lease is not None
    mail = raw(uid=1)
    if mail.uid not in intake.known_uids(lease, 1):
        at("ingest")
        intake.ingest(lease, [mail])
        at("ingest")
    while True:
        at("claim_mails")
        mails = desk.claim_mails(SCHOOL, 9, now=NOW)
        at("claim_mails")
        if not mails:
            break
        outcomes = [outcome(m, Action.REGENERATE) for m in mails]
        at("record")
        desk.record(outcomes, now=NOW)
        at("record")
    while True:
        at("claim_due")
        items = outbox.claim_due(SCHOOL, 9, now=NOW)
        at("claim_due")
        if not items:
            break
        for item in items:
            with log.open("a") as deeds:
                deeds.write(f"{item.effect.key} {item.found_sending}\n")
        at("delivered")
        outbox.delivered([(item, {}) for item in items], now=NOW)
        at("delivered")
    orders = intake.moves(lease, 1)
    at("moved")
    intake.moved(lease, [order.mail for order in orders])
    at("moved")


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def live_until_killed(url: str, key: str, log: Path, step: str, moment: str) -> None:
    """The body of a process that dies around `step`: while "committing", or just "after" it."""
    engine = open_engine(url)
    seen = 0

    def at(place: str) -> None:
        nonlocal seen
        seen += place == step
        if place == step and moment == "committing" and seen == 1:
            event.listen(engine, "commit", die)
        if place == step and moment == "after" and seen == 2:
            die()

    box = SecretBox([key])
    live(SqlIntake(engine), SqlDesk(engine, box), SqlOutbox(engine, box), log, at)
