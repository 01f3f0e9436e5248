"""What waits for a person in Séneca is found without looking at every case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_HAND = sa.text("status IN ('waiting')")


def upgrade() -> None:
    """One index."""
    op.create_index(
        "ix_outbox_by_hand",
        "outbox",
        ["school", "ticket"],
        sqlite_where=BY_HAND,
        postgresql_where=BY_HAND,
    )
