"""When a password of a section's reset was taken back, or found changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column."""
    op.add_column("bulk_item", sa.Column("ended_at", sa.DateTime(timezone=True)))
