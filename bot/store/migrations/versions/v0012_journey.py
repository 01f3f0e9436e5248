"""What a mail's way needs: mailboxes, mails, cases, decisions, deeds, events and the enrolment register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BY_HAND = sa.text("status IN ('waiting')")
DUE = sa.text("status IN ('pending', 'sending')")
ORIGINAL = sa.text("duplicate_of IS NULL")
UNFINISHED = sa.text("state IN ('new', 'working')")
UNMOVED = sa.text("moved_at IS NULL")
WAITING = sa.text("state IN ('waiting', 'overdue')")


def upgrade() -> None:
    """Build the tables."""
    op.create_table(
        "event",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("seq", ROW_ID, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("ticket", sa.String(16)),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_event_at", "event", ["at", "school"])
    op.create_index("ix_event_ticket", "event", ["ticket", "school"])
    op.create_table(
        "mail",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("school", sa.String(31), nullable=False),
        sa.Column("uidvalidity", ROW_ID, nullable=False),
        sa.Column("uid", ROW_ID, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("duplicate_of", ROW_ID, sa.ForeignKey("mail.id")),
        sa.Column("message_id", sa.String(255)),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("size", ROW_ID, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("claim_until", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(16)),
        sa.Column("error", sa.Text()),
        sa.Column("folder", sa.String(32)),
        sa.Column("moved_at", MOMENT),
        sa.Column("content", sa.LargeBinary()),
        sa.UniqueConstraint("uid", "uidvalidity", "school"),
    )
    op.create_index("ix_mail_message_id", "mail", ["message_id", "school"])
    op.create_index(
        "ix_mail_sender_todo",
        "mail",
        ["sender", "school", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_index("ix_mail_ticket", "mail", ["ticket", "school"])
    op.create_index(
        "ix_mail_todo", "mail", ["school", "id"], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED
    )
    op.create_index(
        "ix_mail_unmoved", "mail", ["school", "uidvalidity"], sqlite_where=UNMOVED, postgresql_where=UNMOVED
    )
    op.create_index(
        "uq_mail_content_hash",
        "mail",
        ["content_hash", "school"],
        unique=True,
        sqlite_where=ORIGINAL,
        postgresql_where=ORIGINAL,
    )
    op.create_table(
        "mailbox_lease",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("fence", ROW_ID, nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("read_at", MOMENT),
        sa.Column("wanted_by", sa.String(200)),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "register_guardian",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "register_import",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("version", sa.String(40), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
    )
    op.create_table(
        "register_student",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "school",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("event_seq", ROW_ID, nullable=False),
        sa.Column("event_hash", sa.String(64), nullable=False),
        sa.Column("paused_at", MOMENT),
        sa.Column("register_version", sa.String(40), nullable=False),
        sa.Column("digest_on", sa.String(10)),
    )
    op.create_table(
        "ticket",
        sa.Column("number", sa.String(16), primary_key=True),
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("problem", sa.Text()),
        sa.Column("owner", sa.String(200)),
        sa.Column("deadline", MOMENT),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("account", sa.String(300)),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("also_other", sa.Boolean(), nullable=False),
        sa.Column("plan", sa.String(64)),
        sa.Column("version", ROW_ID, nullable=False),
        sa.Column("held_by", sa.String(200)),
        sa.Column("held_until", MOMENT),
        sa.Column("course", sa.String(40)),
        sa.Column("search", sa.Text(), nullable=False, server_default=""),
        sa.Column("undo", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    op.create_index("ix_ticket_account", "ticket", ["account", "school"])
    op.create_index("ix_ticket_created", "ticket", ["school", "created_at"])
    op.create_index("ix_ticket_queue", "ticket", ["school", "state", "deadline"])
    op.create_index("ix_ticket_sender", "ticket", ["sender", "school"])
    op.create_table(
        "decision",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("school", sa.String(31), nullable=False),
        sa.Column("mail", ROW_ID, sa.ForeignKey("mail.id"), nullable=False, unique=True),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("account", sa.String(300)),
        sa.Column("intent", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("policy_version", sa.String(64), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["school", "ticket"], ["ticket.school", "ticket.number"]),
    )
    op.create_index("ix_decision_at", "decision", ["at", "school"])
    op.create_index("ix_decision_sender", "decision", ["sender", "school", "at"])
    op.create_index("ix_decision_ticket", "decision", ["ticket", "school"])
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("school", sa.String(31), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("settles", sa.String(32)),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("claim_until", MOMENT),
        sa.Column("begun_at", MOMENT),
        sa.Column("message_id", sa.String(255)),
        sa.Column("recipient", sa.String(320)),
        sa.Column("answers", sa.String(320)),
        sa.Column("result", sa.Text()),
        sa.Column("last_error", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.ForeignKeyConstraint(["school", "ticket"], ["ticket.school", "ticket.number"]),
        sa.UniqueConstraint("key", "school"),
    )
    op.create_index("ix_outbox_answers", "outbox", ["answers", "school", "created_at"])
    op.create_index(
        "ix_outbox_by_hand", "outbox", ["school", "ticket"], sqlite_where=BY_HAND, postgresql_where=BY_HAND
    )
    op.create_index("ix_outbox_created", "outbox", ["created_at", "school"])
    op.create_index("ix_outbox_message_id", "outbox", ["message_id", "school"])
    op.create_index("ix_outbox_plan", "outbox", ["plan", "school", "step"])
    op.create_index("ix_outbox_recipient", "outbox", ["recipient", "school", "created_at"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket", "school"])
    op.create_index("ix_outbox_todo", "outbox", ["school", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_table(
        "regeneration",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("school", sa.String(31), nullable=False),
        sa.Column("account", sa.String(300), nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seq", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["school", "ticket"], ["ticket.school", "ticket.number"]),
    )
    op.create_index("ix_regeneration_account", "regeneration", ["account", "school", "at"])
    op.create_index("ix_regeneration_plan", "regeneration", ["plan", "school"])
    op.create_index("ix_regeneration_sender", "regeneration", ["sender", "school", "at"])
    op.create_index("ix_regeneration_ticket", "regeneration", ["ticket", "school"])
    op.create_table(
        "sms_part",
        sa.Column("reference", sa.String(255), primary_key=True),
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("effect", ROW_ID, sa.ForeignKey("outbox.id"), nullable=False),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("at", MOMENT),
    )
    op.create_index("ix_sms_part_effect", "sms_part", ["effect"])
    op.create_index(
        "ix_sms_part_waiting",
        "sms_part",
        ["school", "sent_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
