"""The oldest schema that can still be brought up to date."""

from __future__ import annotations

revision = "0013"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: a store of this schema is there, and a new one is made as of today (`bot.store.migrate`)."""
