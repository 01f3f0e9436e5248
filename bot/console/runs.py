"""Resets of whole sections in the background of the console, one thread each.

The threads end with the process, wherever they are; what was left is resumed at the next start, or when
somebody looks at the reset's page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from bot.bootstrap import House
from bot.bulk.job import persevere
from bot.ports.bulk import Overtaken
from bot.ports.mail import MailSender
from bot.settings.values import School


class Runs:
    """Safe to use from any thread."""

    def __init__(self, house: House, senders: Callable[[School], MailSender]) -> None:
        self._house = house
        self._senders = senders
        self._lock = threading.Lock()
        self._active: dict[int, threading.Thread] = {}

    def nudge(self, school: str, number: int) -> None:
        """See to it that this reset is being worked on."""
        with self._lock:
            thread = self._active.get(number)
            if thread is None or not thread.is_alive():
                self._active[number] = thread = threading.Thread(
                    target=self._work, args=(school, number), name=f"bulk-{number}", daemon=True
                )
                thread.start()

    def resume(self) -> None:
        """Go on with all that an earlier process left undone."""
        schools = {school.id for school in self._house.settings.school}
        for school, number in self._house.deliveries.unsettled():
            if school in schools:
                self.nudge(school, number)

    def _work(self, school: str, number: int) -> None:
        settings = self._house.school(school)
        job = self._house.job(settings, mailer=lambda: self._senders(settings))
        with suppress(Overtaken):
            persevere(job, number, wait=time.sleep)
        with self._lock:
            del self._active[number]
