"""Thinking: stored mails -> recorded outcomes, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.journey import handle
from bot.mind.mind import Mind
from bot.ports.store import StoredMail
from bot.store.mails.desk import SqlDesk

BATCH = 50
#: An answer leaves so long after its mail was taken in hand, and not when the thinking about it is over: a
#: name that nobody has takes longer to look for, and the hour of an answer would tell who is enrolled.
ANSWERS_AFTER = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True)
class Batch:
    """Claimed mails, and the mind that will decide about them."""

    mails: Sequence[StoredMail]
    mind: Mind


@dataclass(frozen=True, kw_only=True)
class Thinker:
    """Decides the stored mails of all schools, a batch at a time."""

    desk: SqlDesk
    minds: Callable[[str], Mind]
    aside: Callable[[str], None] = lambda _school: None  #: done when no mail waits; never raises
    made: Callable[[], int] = lambda: 1  #: how many minds have been made so far

    def claim(self, school: str) -> Batch | None:
        """The next mails of a school; None while none waits or the school is paused."""
        self.minds(school)  # first: without a mind no mail is claimed, and edits are noticed without one
        mails = self.desk.claim_mails(school, BATCH, now=datetime.now(UTC))
        if mails:
            return Batch(mails, self.minds(school))  # again: rules edited before a mail came decide about it
        self.aside(school)
        return None

    def waiting(self, schools: Collection[str]) -> Collection[str]:
        """Those for which there is something to claim."""
        return self.desk.waiting(schools, now=datetime.now(UTC))

    def decide(self, batch: Batch) -> None:
        """Decide and record."""
        handle(batch.mails, batch.mind, self.desk, now=datetime.now(UTC))

    def think(self, school: str) -> bool:
        """One batch; False when nothing was waiting."""
        batch = self.claim(school)
        if batch is not None:
            self.decide(batch)
        return batch is not None
