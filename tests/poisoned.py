"""A thinker for which some mails are poison; built in the process of its own that it will cost."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from bot import journey
from bot.mind.mind import build_mind
from bot.model.register import Register
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.rules.directory import shipped_rules
from bot.store.engine import open_engine
from bot.store.mails.desk import SqlDesk
from bot.store.secrets import SecretBox
from bot.worker import thinking_process
from bot.worker.thinking import Thinker

SCHOOL = "loma"


def poisoned_thinker(store_url: str, key: str) -> Thinker:
    """Over a school of which nothing is known; `X-Poison` in a mail's header says what reading it does."""
    journey.parse_mail = _parse  # type: ignore[assignment]
    thinking_process.BATCH_CPU_S = 1
    nobody = Register(students={}, guardians={}, version="1")
    own = OwnIdentity(addresses=frozenset(), authserv_id=None, loop_marker="")
    mind = build_mind(nobody, shipped_rules(), own, school=SCHOOL, domain="loma.test", assisted=False)
    desk = SqlDesk(open_engine(store_url), SecretBox([key]))
    return Thinker(desk=desk, minds=lambda _school: mind)


def _parse(content: bytes, **named: Any) -> Any:
    if b"X-Poison: waits" in content:
        time.sleep(3600)
    if b"X-Poison: is struck" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"X-Poison: computes" in content:
        while True:
            pass
    if b"X-Poison: kills" in content:
        os._exit(9)
    if b"X-Poison: eats" in content:
        return bytes(4 * 2**30)
    return parse_mail(content, **named)


def hanging_thinker() -> Thinker:
    """Never comes to thinking."""
    time.sleep(3600)
    raise AssertionError
