"""The tables. Everything belongs to a school; nothing personal stands in `event`.

Indexes begin with what is most selective, not with the school: a PostgreSQL that has no statistics yet
(the first minute of a new installation) would take any index that begins with it for as good.

Whoever changes a table adds a step to `migrations/`, for the stores that are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    text,
)

from bot.model.claim import Intent
from bot.model.decision import Action
from bot.model.ticket import EffectKind, Folder, TicketState
from bot.store.tables.columns import Json, Moment, RowId, choice

E = TypeVar("E", bound=StrEnum)


class MailState(StrEnum):
    """How far a mail has come."""

    NEW = "new"
    WORKING = "working"  #: claimed; falls back to be claimed again when the claim expires
    DONE = "done"
    QUARANTINED = "quarantined"  #: it broke the reading; a person looks
    DUPLICATE = "duplicate"  #: the same mail again: it only needs moving


UNFINISHED = (MailState.NEW, MailState.WORKING)


class Status(StrEnum):
    """How far a planned effect has come."""

    PLANNED = "planned"  #: an earlier step of its plan is not done yet
    PENDING = "pending"  #: due at `not_before`
    WAITING = "waiting"  #: a work item: a person does it
    SENDING = "sending"  #: committed before the deed
    SENT = "sent"
    FAILED = "failed"  #: for good
    CANCELLED = "cancelled"


class PartState(StrEnum):
    """What has become of one part of a text message."""

    WAITING = "waiting"  #: the gateway took it; no receipt yet
    OVERDUE = "overdue"  #: a person was told that no receipt came; one may still come
    DELIVERED = "delivered"
    FAILED = "failed"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_UNFINISHED = "state IN ('new', 'working')"
_DUE = "status IN ('pending', 'sending')"
_BY_HAND = "status IN ('waiting')"
_WAITING = "state IN ('waiting', 'overdue')"


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows alone for which the condition holds."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

school = Table(
    "school",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("event_seq", RowId, nullable=False),  #: of its newest event
    Column("event_hash", String(64), nullable=False),
    Column("paused_at", Moment),
    Column("register_version", String(40), nullable=False),
    Column("digest_on", String(10)),  #: ISO date of the last reminder to the coordinator
)

mailbox_lease = Table(
    "mailbox_lease",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("fence", RowId, nullable=False),
    Column("expires_at", Double, nullable=False),  #: seconds since 1970 on the database's clock
    Column("read_at", Moment),  #: when its owner last looked into the mailbox
    Column("wanted_by", String(200)),  #: a worker with fewer mailboxes, for whom it is to be left
)

mail = Table(
    "mail",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("school", String(31), nullable=False),
    Column("uidvalidity", RowId, nullable=False),
    Column("uid", RowId, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("duplicate_of", RowId, ForeignKey("mail.id")),
    Column("message_id", String(255)),
    Column("sender", String(320), nullable=False),  #: whose mailbox; only to keep one writer's mails in order
    Column("subject", String(200), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("truncated", Boolean, nullable=False),
    Column("size", RowId, nullable=False),
    Column("state", choice(MailState), nullable=False),
    Column("claim_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("turn", Integer, nullable=False, server_default="0"),  #: of its sender's mails that wait
    Column("ticket", String(16)),
    Column("error", Text),
    Column("folder", choice(Folder)),
    Column("moved_at", Moment),
    Column("content", LargeBinary),  #: empty for a duplicate
    UniqueConstraint("uid", "uidvalidity", "school"),
    _partial("uq_mail_content_hash", "content_hash", "school", unique=True, where="duplicate_of IS NULL"),
    Index("ix_mail_message_id", "message_id", "school"),
    Index("ix_mail_ticket", "ticket", "school"),
    _partial("ix_mail_todo", "school", "turn", "id", where=_UNFINISHED),
    _partial("ix_mail_sender_todo", "sender", "school", "id", where=_UNFINISHED),
    _partial("ix_mail_unmoved", "school", "uidvalidity", where="moved_at IS NULL"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("school", String(31), primary_key=True),
    Column("token", String(32), nullable=False),
    Column("state", choice(TicketState), nullable=False),
    Column("reason", String(64)),
    Column("problem", Text),  #: a Spanish sentence: what failed
    Column("owner", String(200)),
    Column("deadline", Moment),
    Column("sender", String(320), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("account", String(300)),  #: guardian key
    Column("asked", Integer, nullable=False),
    Column("also_other", Boolean, nullable=False),
    Column("plan", String(64)),  #: whose completion settles the ticket
    Column("version", RowId, nullable=False),  #: number of the event that changed it last
    Column("held_by", String(200)),  #: who is looking at it just now
    Column("held_until", Moment),
    Column("course", String(40)),  #: as the family writes it
    Column("search", Text, nullable=False, server_default=""),  #: folded: what people look for it by
    Column("undo", Json),  #: how to take back the last step of a person (`bot.store.cases.undo`)
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_ticket_queue", "school", "state", "deadline"),
    Index("ix_ticket_sender", "sender", "school"),
    Index("ix_ticket_account", "account", "school"),
    Index("ix_ticket_created", "school", "created_at"),
)


def _of_ticket() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["school", "ticket"], ["ticket.school", "ticket.number"])


decision = Table(
    "decision",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("school", String(31), nullable=False),
    Column("mail", RowId, ForeignKey("mail.id"), nullable=False, unique=True),
    Column("ticket", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sender", String(320), nullable=False),
    Column("mailbox", String(320), nullable=False, server_default=""),  #: the sender's, for the limits
    Column("account", String(300)),  #: guardian key that the mail is about
    Column("intent", choice(Intent), nullable=False),
    Column("action", choice(Action), nullable=False),
    Column("reason", String(64)),
    Column("rule", String(200), nullable=False),
    Column("policy_version", String(64), nullable=False),
    Column("claim", Text, nullable=False),
    Column("match", Text, nullable=False),
    Column("decision", Text, nullable=False),
    _of_ticket(),
    Index("ix_decision_ticket", "ticket", "school"),
    Index("ix_decision_at", "at", "school"),
    Index("ix_decision_mailbox", "mailbox", "school", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("school", String(31), nullable=False),
    Column("key", String(255), nullable=False),
    Column("ticket", String(16), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("settles", choice(TicketState)),
    Column("step", Integer, nullable=False),
    Column("kind", choice(EffectKind), nullable=False),
    Column("payload", Json, nullable=False),
    Column("secret", Text),  #: ciphertext; wiped when the effect is over
    Column("status", choice(Status), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("claim_until", Moment),
    Column("begun_at", Moment),  #: of a deed that must not be repeated: since then nobody knows
    Column("message_id", String(255)),  #: of a mail of ours: answers are recognised by it
    Column("recipient", String(320)),
    Column("answers", String(320)),  #: the mailbox of the sender whom the machine (not a person) answers
    Column("result", Json),
    Column("last_error", Text),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("key", "school"),
    _of_ticket(),
    _partial("ix_outbox_todo", "school", "id", where=_DUE),
    _partial("ix_outbox_by_hand", "school", "ticket", where=_BY_HAND),
    Index("ix_outbox_plan", "plan", "school", "step"),
    Index("ix_outbox_ticket", "ticket", "school"),
    Index("ix_outbox_message_id", "message_id", "school"),
    Index("ix_outbox_answers", "answers", "school", "created_at"),
    Index("ix_outbox_created", "created_at", "school"),
    Index("ix_outbox_recipient", "recipient", "school", "created_at"),
)

sms_part = Table(  #: what the network says of the texts that it took; one row a part
    "sms_part",
    metadata,
    Column("reference", String(255), primary_key=True),  #: the gateway's name of it
    Column("school", String(31), primary_key=True),
    Column("effect", RowId, ForeignKey("outbox.id"), nullable=False),
    Column("ticket", String(16), nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("state", choice(PartState), nullable=False),
    Column("at", Moment),  #: of the receipt
    Index("ix_sms_part_effect", "effect"),
    _partial("ix_sms_part_waiting", "school", "sent_at", where=_WAITING),
)

regeneration = Table(  #: what the limits of POLICY row 14 count
    "regeneration",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("school", String(31), nullable=False),
    Column("account", String(300), nullable=False),
    Column("sender", String(320), nullable=False),
    Column("ticket", String(16), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("seq", RowId, nullable=False),  #: of its event: decisions made on older knowledge are stale
    _of_ticket(),
    Index("ix_regeneration_account", "account", "school", "at"),
    Index("ix_regeneration_sender", "sender", "school", "at"),
    Index("ix_regeneration_ticket", "ticket", "school"),
    Index("ix_regeneration_plan", "plan", "school"),
)

event = Table(
    "event",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("seq", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("ticket", String(16)),
    Column("data", Json, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_event_at", "at", "school"),
    Index("ix_event_ticket", "ticket", "school"),
)


def of_case(table: Table, school: str, number: str) -> ColumnElement[bool]:
    """The rows of a table that are about one ticket; of `ticket`, its own."""
    return and_(table.c.school == school, table.c["number" if table is ticket else "ticket"] == number)


def one_of(column: Column[E], values: Sequence[E]) -> ColumnElement[bool]:
    """`column IN (...)` written out, not bound: only so does a database see that a partial index serves."""
    return column.in_(bindparam(None, list(values), unique=True, expanding=True, literal_execute=True))
