"""Figures: decisions by their moment, and when a mailbox was last looked into."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, three indexes."""
    op.add_column("mailbox_lease", sa.Column("read_at", sa.DateTime(timezone=True)))
    op.create_index("ix_decision_at", "decision", ["at", "school"])
    op.create_index("ix_outbox_created", "outbox", ["created_at", "school"])
    op.create_index("ix_event_at", "event", ["at", "school"])
