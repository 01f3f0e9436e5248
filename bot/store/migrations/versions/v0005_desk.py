"""Cases as people work on them: who looks at one, by what it is found, how a step is taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Five columns, two indexes; cases that are there already are found by number, sender and subject."""
    op.add_column("ticket", sa.Column("held_by", sa.String(length=200)))
    op.add_column("ticket", sa.Column("held_until", MOMENT))
    op.add_column("ticket", sa.Column("course", sa.String(length=40)))
    op.add_column("ticket", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    op.add_column("ticket", sa.Column("undo", sa.Text()))
    op.execute("UPDATE ticket SET search = lower(number || ' ' || sender || ' ' || subject)")
    op.create_index("ix_ticket_sender", "ticket", ["sender", "school"])
    op.create_index("ix_ticket_account", "ticket", ["account", "school"])
