"""What is wrong with refused rules is read from the rules themselves: no copy of it is kept."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only the version of what was refused stays."""
    op.drop_column("rules_in_force", "refused_at")
    op.drop_column("rules_in_force", "problems")
