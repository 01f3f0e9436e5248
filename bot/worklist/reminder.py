"""The coordinator's morning mail: which tasks wait in Séneca, and since when. No names in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

import structlog

from bot.actions.plan import Envelope, mail_effect
from bot.errors import TransportError
from bot.model.ticket import EffectKind
from bot.ports.mail import Composer, MailSender
from bot.store.cases.views import EffectRow
from bot.store.schools import SqlReminders
from bot.worklist.tasks import reminder_due, reminder_lines, worklist

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Reminder:
    """Sends at most one mail a school day; one that did not go out is tried again at the next look."""

    school: str
    to: str
    at: time  #: in the school's own time
    zone: tzinfo
    domain: str  #: of our Message-IDs
    url: str  #: where the list is seen; "" without a console
    work_items: Callable[[str], Sequence[EffectRow]]
    memory: SqlReminders
    composer: Composer
    mailer: MailSender
    last: date | None = None  #: what `memory` said last: it is not asked all day long

    def look(self, now: datetime) -> None:
        """Send what is due. A day without tasks, or whose mail is refused for good, counts as reminded."""
        local = now.astimezone(self.zone)
        if not reminder_due(self.at, self.last, local):
            return
        self.last = self.memory.reminded_on(self.school)
        if not reminder_due(self.at, self.last, local):
            return
        tasks = reminder_lines(worklist(self.work_items(self.school), now=now), now=now)
        if tasks and not self._sent(tasks, now):
            return
        self.memory.reminded(self.school, local.date())
        self.last = local.date()

    def _sent(self, tasks: list[str], now: datetime) -> bool:
        try:
            refusal = self.mailer.send([self.composer.compose(self._letter(tasks), {}, now=now)])[0]
        except TransportError as error:
            refusal = error
        if refusal is None:
            return True
        log.warning("reminder_failed", school=self.school, detail=refusal.detail)
        return refusal.permanent

    def _letter(self, tasks: list[str]) -> Mapping[str, object]:
        envelope = Envelope(to=self.to, subject="", language="es", ticket="", token="", domain=self.domain)
        context = {"tasks": tasks, "url": self.url}
        return mail_effect(EffectKind.NOTICE, "coordinator_digest", envelope, context, key="").payload
