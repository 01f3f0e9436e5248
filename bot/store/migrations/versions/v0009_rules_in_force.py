"""The last good rules of each school, and what was refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One table."""
    op.create_table(
        "rules_in_force",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("policy_version", sa.String(length=64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("refused_version", sa.String(length=64), nullable=True),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("problems", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("school", name="pk_rules_in_force"),
    )
