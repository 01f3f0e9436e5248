"""What has become of every mail: the store as the demo shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from bot.model.decision import Action, Decision
from bot.model.ticket import EffectKind
from bot.store.cases.views import EffectRow, effects_where
from bot.store.effects.plans import EXPIRES
from bot.store.engine import read_rows
from bot.store.tables.codec import DECISION
from bot.store.tables.schema import MailState, Status, decision, mail

_OVER = {Status.SENT, Status.FAILED, Status.CANCELLED}
_READ = {MailState.DONE, MailState.QUARANTINED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One mail, what was decided, and the deeds that followed (a person's on its ticket, too)."""

    id: int
    message_id: str
    received_at: datetime
    sender: str
    subject: str
    ticket: str | None
    decision: Decision | None
    effects: tuple[EffectRow, ...]
    state: MailState

    @property
    def settled(self) -> bool:
        """Nothing more will happen by itself."""
        return self.state in _READ and all(e.status in _OVER for e in self.effects)

    @property
    def well(self) -> bool:
        """Settled, and nothing failed on the way."""
        return (
            self.settled
            and self.state is MailState.DONE
            and not any(e.status is Status.FAILED for e in self.effects)
        )

    @property
    def action(self) -> Action | None:
        return self.decision.action if self.decision else None

    def of_kind(self, kind: EffectKind) -> tuple[EffectRow, ...]:
        return tuple(e for e in self.effects if e.kind is kind)


def rows(engine: Engine, school: str) -> list[Row]:
    """Every mail that came in, oldest first."""
    columns = (
        mail.c.id, mail.c.message_id, mail.c.received_at, mail.c.sender, mail.c.subject, mail.c.ticket,
        mail.c.state, decision.c.decision,
    )  # fmt: skip
    mails = read_rows(  # first: with a decided mail all that follows from it was written
        engine,
        select(*columns)
        .join_from(mail, decision, decision.c.mail == mail.c.id, isouter=True)
        .where(mail.c.school == school, mail.c.state != MailState.DUPLICATE)
        .order_by(mail.c.id),
    )
    newest = {row.ticket: row.id for row in mails}
    deeds: defaultdict[int | None, list[EffectRow]] = defaultdict(list)
    for effect in effects_where(engine, school, ~EXPIRES):
        deeds[_mail_of(effect, newest)].append(effect)
    return [
        Row(
            id=row.id,
            message_id=row.message_id or "",
            received_at=row.received_at,
            sender=row.sender,
            subject=row.subject,
            ticket=row.ticket,
            state=row.state,
            decision=DECISION.load(row.decision) if row.decision else None,
            effects=tuple(deeds[row.id]),
        )
        for row in mails
    ]


def settled_ids(board: Sequence[Row]) -> frozenset[str]:
    """Message-IDs of the mails that are done with."""
    return frozenset(row.message_id for row in board if row.settled)


def _mail_of(effect: EffectRow, newest: dict[str | None, int]) -> int | None:
    """The mail that an effect follows from: its key names it; a person's step goes with the newest.

    None where that mail came after the others were read.
    """
    origin, _, rest = effect.key.partition("/")
    return int(rest.partition("/")[0]) if origin == "mail" else newest.get(effect.ticket)
