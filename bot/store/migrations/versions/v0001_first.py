"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNFINISHED = sa.text("state IN ('new', 'working')")
DUE = sa.text("status IN ('pending', 'sending')")
UNMOVED = sa.text("moved_at IS NULL")
ORIGINAL = sa.text("duplicate_of IS NULL")


def upgrade() -> None:
    """Build every table."""
    op.create_table(
        "account",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("guardian", sa.String(length=300), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("school", "username", name="pk_account"),
        sa.UniqueConstraint("school", "guardian", name="uq_account_school_guardian"),
    )
    op.create_table(
        "event",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("seq", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("ticket", sa.String(length=16)),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school", "seq", name="pk_event"),
    )
    op.create_index("ix_event_ticket", "event", ["ticket", "school"])
    op.create_table(
        "mail",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("uidvalidity", ROW_ID, nullable=False),
        sa.Column("uid", ROW_ID, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("duplicate_of", ROW_ID),
        sa.Column("message_id", sa.String(length=255)),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("size", ROW_ID, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("claim_until", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(length=16)),
        sa.Column("error", sa.Text()),
        sa.Column("folder", sa.String(length=32)),
        sa.Column("moved_at", MOMENT),
        sa.Column("content", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["duplicate_of"], ["mail.id"], name="fk_mail_duplicate_of"),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
        sa.UniqueConstraint("uid", "uidvalidity", "school", name="uq_mail_uid_uidvalidity_school"),
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
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("fence", ROW_ID, nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("school", name="pk_mailbox_lease"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "register_guardian",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key", name="pk_register_guardian"),
    )
    op.create_table(
        "register_import",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school", "version", name="pk_register_import"),
    )
    op.create_table(
        "register_student",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id", name="pk_register_student"),
    )
    op.create_table(
        "school",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("event_seq", ROW_ID, nullable=False),
        sa.Column("event_hash", sa.String(length=64), nullable=False),
        sa.Column("paused_at", MOMENT),
        sa.Column("register_version", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("school", name="pk_school"),
    )
    op.create_table(
        "ticket",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64)),
        sa.Column("problem", sa.Text()),
        sa.Column("owner", sa.String(length=200)),
        sa.Column("deadline", MOMENT),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=300)),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("also_other", sa.Boolean(), nullable=False),
        sa.Column("plan", sa.String(length=64)),
        sa.Column("version", ROW_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", "school", name="pk_ticket"),
    )
    op.create_index("ix_ticket_created", "ticket", ["school", "created_at"])
    op.create_index("ix_ticket_queue", "ticket", ["school", "state", "deadline"])
    op.create_table(
        "decision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("mail", ROW_ID, nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("account", sa.String(length=300)),
        sa.Column("intent", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64)),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("policy_version", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mail.id"], name="fk_decision_mail"),
        sa.ForeignKeyConstraint(
            ["school", "ticket"], ["ticket.school", "ticket.number"], name="fk_decision_school_ticket"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("mail", name="uq_decision_mail"),
    )
    op.create_index("ix_decision_sender", "decision", ["sender", "school", "at"])
    op.create_index("ix_decision_ticket", "decision", ["ticket", "school"])
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("settles", sa.String(length=32)),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("claim_until", MOMENT),
        sa.Column("message_id", sa.String(length=255)),
        sa.Column("recipient", sa.String(length=320)),
        sa.Column("answers", sa.String(length=320)),
        sa.Column("result", sa.Text()),
        sa.Column("last_error", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["school", "ticket"], ["ticket.school", "ticket.number"], name="fk_outbox_school_ticket"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", "school", name="uq_outbox_key_school"),
    )
    op.create_index("ix_outbox_answers", "outbox", ["answers", "school", "created_at"])
    op.create_index("ix_outbox_message_id", "outbox", ["message_id", "school"])
    op.create_index("ix_outbox_plan", "outbox", ["plan", "school", "step"])
    op.create_index("ix_outbox_recipient", "outbox", ["recipient", "school", "created_at"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket", "school"])
    op.create_index("ix_outbox_todo", "outbox", ["school", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_table(
        "regeneration",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("account", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seq", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["school", "ticket"], ["ticket.school", "ticket.number"], name="fk_regeneration_school_ticket"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_regeneration"),
    )
    op.create_index("ix_regeneration_account", "regeneration", ["account", "school", "at"])
    op.create_index("ix_regeneration_plan", "regeneration", ["plan", "school"])
    op.create_index("ix_regeneration_sender", "regeneration", ["sender", "school", "at"])
    op.create_index("ix_regeneration_ticket", "regeneration", ["ticket", "school"])
