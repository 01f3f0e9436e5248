"""What the threads of one worker share: each school's adapters, the events that wake them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.actions.deliver import Deliverer
from bot.mail.servers.imap import ImapMailbox
from bot.system.bell import Bell
from bot.worklist.reminder import Reminder

POLL_S = 2.0  #: net under the wake-up events


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One school's adapters."""

    school: str
    mailbox: Callable[[], ImapMailbox]  #: a new, connected mailbox; raises TransportError
    deliverer: Deliverer
    reminder: Reminder | None = None  #: for the coordinator


@dataclass(frozen=True, slots=True)
class Chore:
    """What is done now and then for each school, whose mailbox this worker holds."""

    name: str
    every: timedelta
    do: Callable[[str], None]  #: called with the school


@dataclass(frozen=True, slots=True, kw_only=True)
class Wakes:
    """Events by which the threads of one process wake each other."""

    stop: threading.Event = field(default_factory=threading.Event)
    effect: threading.Event = field(default_factory=threading.Event)  #: something to deliver
    move: Mapping[str, Bell] = field(default_factory=dict)  #: by school: something to move
