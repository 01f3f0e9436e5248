"""A teacher's reset from the first password to the mail; killed anywhere, the next `go` goes on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.bulk.reset import Bulk
from bot.errors import InputError, TransportError
from bot.ports.bulk import BulkRun, BulkState, Delivery
from bot.ports.mail import MailSender, OutgoingMail
from bot.store.sections.deliveries import SqlDeliveries

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Resets of one school that teachers ask for in the console."""

    bulk: Bulk
    deliveries: SqlDeliveries
    mailer: Callable[[], MailSender]
    write: Callable[[BulkRun, Delivery, datetime], OutgoingMail]
    keeps: bool  #: the passwords wait to be fetched; otherwise the mail has them
    clock: Callable[[], datetime]

    def go(self, number: int, *, last: bool = False) -> bool:
        """Do what is still to be done; True when nothing is, or when another process is at it.

        On the `last` try what is done is handed over without what still fails.
        Raises TransportError when the system or the mail server is away, Overtaken.
        """
        owner = secrets.token_hex(8)
        if not self.deliveries.claim(number, owner, now=self.clock()):
            return True
        try:
            return self._go(number, owner, last=last)
        finally:
            self.deliveries.release(number, owner)

    def _go(self, number: int, owner: str, *, last: bool) -> bool:
        delivery = self.deliveries.of(self.bulk.school, number)
        if delivery.settled:
            return True
        run = self.bulk.do(number, progress=lambda *_: self.deliveries.renew(number, owner, now=self.clock()))
        if run.unfinished and not (last and run.of(BulkState.SET)):
            return False
        problem = self._mailed(run, delivery)
        self.deliveries.settle(
            run, problem=problem, keep=self.keeps or bool(problem), actor=delivery.to, now=self.clock()
        )
        return True

    def _mailed(self, run: BulkRun, delivery: Delivery) -> str:
        """Send the mail, once; a sentence when that is impossible. Raises TransportError to try again."""
        try:
            mailer = self.mailer()
            if delivery.begun_at is not None and mailer.was_sent(delivery.message_id):
                return ""
            mail = self.write(run, delivery, self.clock())
            self.deliveries.begun(run.id, now=self.clock())
            refusal = mailer.send([mail])[0]
        except InputError as error:
            return str(error)
        if refusal is None:
            return ""
        if not refusal.permanent:
            raise refusal
        log.warning("bulk_mail_refused", run=run.id, detail=refusal.detail)
        return str(refusal)


def persevere(job: Job, number: int, *, wait: Callable[[float], object]) -> None:
    """Try for half a minute or so; what is then still to be done is left to the next call."""
    pauses = (0.0, 2.0, 5.0, 20.0)
    for pause in pauses:
        wait(pause)
        try:
            if job.go(number, last=pause == pauses[-1]):
                return
        except TransportError as error:
            log.warning("bulk_waits", run=number, detail=error.detail or str(error))
