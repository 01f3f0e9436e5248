"""A worker's round that dies at a named place, as a process of its own; without one it ends well."""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from bot.bootstrap import open_house
from bot.bootstrap_worker import worker_of
from bot.settings.config import load_settings
from bot.system import logs
from tests.servers.forks import in_a_fork

#: Every step of a mail's journey that leaves a trace outside of the process, in its order.
STEPS = {
    "fetch": "bot.mail.servers.imap:ImapMailbox.fetch_new",
    "ingest": "bot.store.mails.intake:SqlIntake.ingest",
    "claim_mails": "bot.store.mails.desk:SqlDesk.claim_mails",
    "record": "bot.store.mails.desk:SqlDesk.record",
    "claim_due": "bot.store.effects.outbox:SqlOutbox.claim_due",
    "set_password": "bot.actions.linked:Linked.set_passwords",
    "sms": "bot.actions.sms.file:FileGateway.send",
    "envelope": "bot.mail.servers.smtp_line:SmtpLine._ask",
    "smtp": "bot.mail.servers.smtp_line:SmtpLine.send",
    "delivered": "bot.store.effects.outbox:SqlOutbox.delivered",
    "move": "bot.mail.servers.imap:ImapMailbox.move",
    "moved": "bot.store.mails.intake:SqlIntake.moved",
}

#: The same step with another gateway.
GATEWAYS = {
    "smpp": "bot.actions.sms.smpp:SmppGateway.send",
    "sms by http": "bot.actions.sms.http:HttpGateway.send",
}


@dataclass(frozen=True, slots=True)
class Death:
    """Just before or after the `nth` call of a step."""

    step: str
    moment: Literal["before", "after"]
    nth: int = 1
    signal: signal.Signals = signal.SIGKILL  #: SIGSTOP: it freezes, and goes on when told to

    def __str__(self) -> str:
        return f"{self.moment}-{self.step}-{self.nth}"


def work(settings: Path, death: Death | None) -> None:
    """One full round, in this process."""
    if death is not None:
        arm(death)
    with (settings.parent / "worker.log").open("a") as log:
        os.dup2(log.fileno(), 2)
        logs.configure()
        house = open_house(load_settings(settings, {}))
        with worker_of(house) as worker:
            raise SystemExit(0 if worker.once() else 1)


def worker_round(settings: Path, death: Death | None = None) -> int | None:
    """One full round in a process of its own; returns how it ended."""
    return in_a_fork(work, settings, death)


def arm(death: Death) -> None:
    """From now on this process dies there."""
    module, _, path = (STEPS | GATEWAYS)[death.step].partition(":")
    owner, _, name = path.partition(".")
    kind = getattr(import_module(module), owner)
    setattr(kind, name, _deadly(getattr(kind, name), death))


def _deadly(function: Callable[..., Any], death: Death) -> Callable[..., Any]:
    calls = 0

    @functools.wraps(function)
    def called(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == death.nth and death.moment == "before":
            _die(death)
        result = function(*arguments, **named)
        if calls == death.nth and death.moment == "after":
            _die(death)
        return result

    return called


def _die(death: Death) -> None:
    os.kill(os.getpid(), death.signal)
    assert death.signal is signal.SIGSTOP, "still alive"
