"""Since when a deed that must not be repeated is under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column."""
    op.add_column("outbox", sa.Column("begun_at", sa.DateTime(timezone=True)))
