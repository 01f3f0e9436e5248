"""What became of text messages, accounts that the school locks, the coordinator's reminder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state IN ('waiting', 'overdue')")


def upgrade() -> None:
    """One table, two columns."""
    op.create_table(
        "sms_part",
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("effect", ROW_ID, nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["effect"], ["outbox.id"], name="fk_sms_part_effect"),
        sa.PrimaryKeyConstraint("reference", "school", name="pk_sms_part"),
    )
    op.create_index("ix_sms_part_effect", "sms_part", ["effect"])
    op.create_index(
        "ix_sms_part_waiting",
        "sms_part",
        ["school", "sent_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.add_column("account", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("school", sa.Column("digest_on", sa.String(length=10), nullable=True))
