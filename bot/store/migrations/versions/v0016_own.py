"""In the account book nobody chooses a password: every one is temporary."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No account tells any more whether its password must be changed."""
    op.drop_column("account", "must_change")
