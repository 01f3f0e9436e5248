"""Who asks for a mailbox of another worker's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column."""
    op.add_column("mailbox_lease", sa.Column("wanted_by", sa.String(200)))
