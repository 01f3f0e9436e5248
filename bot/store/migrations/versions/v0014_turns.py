"""Who writes much: the turns of their mails, and one count for all tags of an address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('new', 'working')")


def upgrade() -> None:
    """The turn of a mail and the mailbox of a decision, each with its index."""
    op.add_column("mail", sa.Column("turn", sa.Integer, nullable=False, server_default="0"))
    op.drop_index("ix_mail_todo", "mail")
    op.create_index(
        "ix_mail_todo",
        "mail",
        ["school", "turn", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.add_column("decision", sa.Column("mailbox", sa.String(320), nullable=False, server_default=""))
    op.execute("UPDATE decision SET mailbox = sender")
    op.drop_index("ix_decision_sender", "decision")
    op.create_index("ix_decision_mailbox", "decision", ["mailbox", "school", "at"])
