"""From stored mail to recorded outcome (DESIGN §3.3–4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, case, exists, func, or_, select, update
from sqlalchemy.exc import DataError, IntegrityError

from bot.model.decision import History, Thread
from bot.model.mail import InboundMessage
from bot.model.register import Register
from bot.model.ticket import Folder, TicketState
from bot.ports.store import Outcome, StoredMail
from bot.store.engine import Found, read_values, reading, write, writing
from bot.store.events import Ledger, ledger
from bot.store.mails import recording, threads
from bot.store.register import enrolment
from bot.store.schools import is_paused
from bot.store.secrets import SecretBox
from bot.store.tables import schema
from bot.store.tables.schema import UNFINISHED, MailState, one_of
from bot.store.tables.text import clean
from bot.text.tags import new_ticket, new_token

QUARANTINED = "quarantined"  #: reason of the ticket of a mail that broke the reading
#: After it, a mail without an outcome is claimed again; an outcome that comes late is dropped if another was
#: quicker, so a short time costs work but never a second deed.
_CLAIMED_FOR = timedelta(seconds=30)
_IN_HAND = 150  #: mails of a school that may be claimed already and not decided yet, and then some
_BATCH_BYTES = 32 * 2**20  #: after so much, no more mails are handed out together
_SUSPECT = 3  #: a mail in hand at so many deaths of its readers is handed out alone, with growing pauses
_GIVE_UP = 8  #: and at so many, not at all any more: nobody from outside strikes at the same mail so often
_AHEAD = timedelta(hours=1)  #: no claim is for as long


class SqlDesk:
    """What is claimed, remembered and recorded.

    `answers_after`: no answer leaves sooner after the moment at which its mail was taken in hand.

    A mail's `attempts` are the deaths that it may have caused, not its claims: that the database went away,
    or that a claim ran out, says nothing about the mail.
    """

    def __init__(
        self,
        engine: Engine,
        box: SecretBox,
        *,
        answers_after: timedelta = timedelta(),
    ) -> None:
        self._engine = engine
        self._box = box
        self._answers_after = answers_after

    # ----------------------------------------------------------------- claims

    def claim_mails(self, school: str, limit: int, *, now: datetime) -> list[StoredMail]:
        """Claim unhandled mails, by their turns, one at a time of each sender.

        So a second mail of the same parent is read when the first one's ticket and limits are known, and who
        writes a thousand mails does not hold up the others. Only the next ones are looked at. Large ones come
        a few at a time, and none while the school is paused.
        """
        mail = schema.mail
        held = case((mail.c.truncated, 0), else_=mail.c.size)
        waiting = (
            select(mail.c.id, mail.c.sender, mail.c.turn, held.label("held"), _free(now).label("free"))
            .where(mail.c.school == school, one_of(mail.c.state, UNFINISHED))
            .order_by(mail.c.turn, mail.c.id)
            .limit(limit + _IN_HAND)
            .subquery()
        )
        place = func.row_number().over(partition_by=waiting.c.sender, order_by=(waiting.c.turn, waiting.c.id))
        placed = select(waiting, place.label("place")).subquery()
        before = func.sum(placed.c.held).over(order_by=(placed.c.turn, placed.c.id)) - placed.c.held
        first = (
            select(placed.c.id, before.label("before"))
            .where(placed.c.free, or_(placed.c.place == 1, placed.c.sender == ""))
            .subquery()
        )
        with writing(self._engine) as connection:
            rows = connection.execute(
                select(mail)
                .where(
                    mail.c.id.in_(select(first.c.id).where(first.c.before < _BATCH_BYTES)),
                    _free(now),
                    ~is_paused(school),
                )
                .order_by(mail.c.turn, mail.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True, of=mail)
            ).all()
            if not rows:
                return []
            suspects = [place for place, row in enumerate(rows) if row.attempts >= _SUSPECT]
            if suspects:
                rows = rows[: suspects[0] or 1]
            pause = 2 ** max(0, rows[0].attempts - _SUSPECT)  # it is alone, if not 1
            claim = connection.scalar(
                select(schema.school.c.event_seq).where(schema.school.c.school == school)
            )
            connection.execute(
                update(mail)
                .where(mail.c.id.in_([row.id for row in rows]))
                .values(state=MailState.WORKING, claim_until=now + _CLAIMED_FOR * pause)
            )
        claimed = [_stored(row, claim=claim or 0) for row in rows]
        if rows[0].attempts >= _GIVE_UP:
            self.quarantine(claimed[0], "in hand at every one of several deaths", now=now)
            return self.claim_mails(school, limit, now=now)
        return claimed

    def recover(self, school: str) -> int:
        """Take back mails that dead processes had claimed, without waiting for the claims to expire.

        Only when no other process works on this school. Returns how many. Nobody knows what these died of:
        a kill from outside, a power cut, one of these mails. One that was there too often waits for the end
        of its claim, so that the others go on and what strikes from outside does not strike at it again.
        """
        mail = schema.mail.c
        return write(
            self._engine,
            update(schema.mail)
            .where(mail.school == school, mail.state == MailState.WORKING)
            .values(
                state=MailState.NEW,
                claim_until=case((mail.attempts >= _SUSPECT, mail.claim_until)),
                attempts=mail.attempts + 1,
            ),
        )

    def set_back(self, school: str, *, now: datetime) -> None:
        """The process that thought about the claimed mails died of one of them.

        They come again one at a time; when it was one alone, it is set aside.
        """
        mail = schema.mail
        with writing(self._engine) as connection:
            rows = connection.execute(
                select(mail).where(mail.c.school == school, mail.c.state == MailState.WORKING)
            ).all()
            if len(rows) != 1:
                connection.execute(
                    update(mail)
                    .where(mail.c.id.in_([row.id for row in rows]))
                    .values(state=MailState.NEW, claim_until=None, attempts=_SUSPECT)
                )
        if len(rows) == 1:
            self.quarantine(_stored(rows[0], claim=0), "took too long or too much memory", now=now)

    # ----------------------------------------------------------------- what is remembered

    def find_thread(self, school: str, message: InboundMessage) -> tuple[Thread, str | None]:
        return threads.find_thread(self._engine, school, message)

    def history(self, school: str, account: str | None, sender: str, *, now: datetime) -> History:
        return self.histories(school, [(account, sender)], now=now)[0]

    def histories(
        self, school: str, asked: Sequence[tuple[str | None, str]], *, now: datetime
    ) -> list[History]:
        """For each (account, sender); in one transaction, which costs more than what it asks."""
        with reading(self._engine) as connection:
            return [threads.history(connection, school, *whose, now=now) for whose in asked]

    def register(self, school: str) -> Register:
        with reading(self._engine) as connection:
            return enrolment.load_register(connection, school)

    def register_version(self, school: str) -> str:
        with reading(self._engine) as connection:
            return enrolment.register_version(connection, school)

    def waiting(self, schools: Collection[str], *, now: datetime) -> frozenset[str]:
        """Those that have mails to claim and are not paused; each must have had an owner."""
        school = schema.mailbox_lease.c.school
        some = exists().where(schema.mail.c.school == school, _free(now))
        query = select(school).where(school.in_(schools), ~is_paused(school), some)
        return frozenset(read_values(self._engine, query))

    # ----------------------------------------------------------------- outcomes

    def record(self, outcomes: Sequence[Outcome], *, now: datetime) -> list[Outcome]:
        """All in one commit, each once; returns what stands. One that cannot be written is put back."""
        by_school: defaultdict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            by_school[outcome.mail.school].append(outcome)
        standing: list[Outcome] = []
        with writing(self._engine) as connection:
            for school in sorted(by_school):
                with ledger(connection, school) as log:
                    standing += self._record(log, by_school[school], now=now)
        return standing

    def _record(self, log: Ledger, outcomes: Sequence[Outcome], *, now: datetime) -> list[Outcome]:
        """Write them together; when one cannot be written, each by itself."""
        try:
            with log.savepoint():
                return recording.write(log, self._box, outcomes, now=now, answer_at=now + self._answers_after)
        except (IntegrityError, DataError, ValueError):
            if len(outcomes) == 1:
                recording.put_back(log.connection, [outcomes[0].mail.id], blameless=False)
                return []
            return [one for outcome in outcomes for one in self._record(log, [outcome], now=now)]

    def quarantine(self, mail: StoredMail, error: str, *, now: datetime) -> None:
        """Set a mail aside that cannot be read: a ticket of its own in the queue, the others go on."""
        with writing(self._engine) as connection, ledger(connection, mail.school) as log:
            row = connection.execute(
                update(schema.mail)
                .where(schema.mail.c.id == mail.id, schema.mail.c.state == MailState.WORKING)
                .values(
                    state=MailState.QUARANTINED, error=clean(error), folder=Folder.REVIEW, claim_until=None
                )
                .returning(schema.mail.c.sender, schema.mail.c.subject)
            ).one_or_none()
            if row is None:
                return
            number = new_ticket()
            seq = log.note("quarantined", {"mail": mail.id}, at=now, ticket=number)
            connection.execute(
                schema.ticket.insert().values(
                    school=mail.school,
                    number=number,
                    token=new_token(),
                    state=TicketState.OPEN,
                    reason=QUARANTINED,
                    problem="El programa no ha podido leer este correo: léalo usted o vuelva a intentarlo.",
                    deadline=now,
                    sender=row.sender,
                    subject=row.subject,
                    language="es",
                    asked=0,
                    also_other=False,
                    version=seq,
                    created_at=now,
                    updated_at=now,
                )
            )
            connection.execute(update(schema.mail).where(schema.mail.c.id == mail.id).values(ticket=number))


def _free(now: datetime) -> ColumnElement[bool]:
    """A mail that may be claimed: by nobody, for a time that is over, or by a clock that ran ahead."""
    mail = schema.mail.c
    free = or_(mail.claim_until.is_(None), mail.claim_until <= now, mail.claim_until > now + _AHEAD)
    return and_(one_of(mail.state, UNFINISHED), free)


def _stored(row: Found, *, claim: int) -> StoredMail:
    return StoredMail(
        id=row.id,
        school=row.school,
        content=row.content,
        truncated=row.truncated,
        claim=claim,
    )
