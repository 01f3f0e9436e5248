"""What is due is done, for all schools whose mailboxes are ours, in one thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import structlog

from bot.ports.store import Agenda
from bot.worker.hold import Hold
from bot.worker.post import POLL_S, Post, Wakes

log = structlog.get_logger(__name__)


class Delivering:
    """A batch for each school in turn; while one is under way, `under_way` is locked."""

    def __init__(
        self,
        posts: Mapping[str, Post],
        agenda: Callable[[Collection[str], datetime], Agenda],
        wakes: Wakes,
        clock: Callable[[], datetime],
    ) -> None:
        self.under_way = threading.Lock()
        self._posts = posts
        self._agenda = agenda
        self._wakes = wakes
        self._clock = clock

    def run(self, holds: Callable[[], Sequence[Hold]], failed: Callable[[Hold, Exception], None]) -> None:
        """Until the worker stops; what went wrong with one school is told to `failed`."""
        wait = 0.0
        while not self._wakes.stop.is_set():
            self._wakes.effect.wait(wait)
            self._wakes.effect.clear()
            try:
                wait = self.attend(holds(), failed)
            except Exception:  # the database is away
                log.exception("delivery_failed")
                wait = POLL_S

    def attend(self, holds: Sequence[Hold], failed: Callable[[Hold, Exception], None] | None = None) -> float:
        """Do a batch of what is due for each school; returns the seconds until there may be more.

        `failed` is told what went wrong with one school; without it, it is raised: StaleLease, too.
        """
        now = self._clock()
        agenda = self._agenda([hold.lease.school for hold in holds], now)
        wait = POLL_S
        for hold in holds:
            school = hold.lease.school
            if school in agenda.paused:
                continue
            due = (agenda.due[school] - now).total_seconds() if school in agenda.due else POLL_S
            try:
                if due > 0:
                    wait = min(wait, due)
                elif self._deliver(self._posts[school], hold):
                    wait = 0.0
                    continue
                self._listen(self._posts[school], agenda.texts.get(school, ()))
            except Exception as error:
                if failed is None:
                    raise
                failed(hold, error)
        return wait

    def _deliver(self, post: Post, hold: Hold) -> bool:
        """Do a batch of what is due; False when nothing was. Raises StaleLease."""

        def go_on() -> bool:
            hold.prove()
            return not self._wakes.stop.is_set()

        with self.under_way:
            return post.deliverer.step(go_on) > 0

    def _listen(self, post: Post, texts: Sequence[str]) -> None:
        with self.under_way:
            post.deliverer.listen(texts)
            if post.reminder is not None:
                post.reminder.look(self._clock())
