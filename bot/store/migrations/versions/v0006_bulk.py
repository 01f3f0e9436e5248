"""Which account is whose, and resets of whole sections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the three tables."""
    op.create_table(
        "account_link",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("system", sa.String(length=31), nullable=False),
        sa.Column("person", sa.String(length=300), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.PrimaryKeyConstraint("school", "system", "person", name="pk_account_link"),
    )
    op.create_table(
        "bulk_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("system", sa.String(length=31), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("requested_by", sa.String(length=320), nullable=False),
        sa.Column("even_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_run"),
    )
    op.create_index("ix_bulk_run_school", "bulk_run", ["school", "created_at"])
    op.create_table(
        "bulk_item",
        sa.Column("run", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("username", sa.String(length=320), nullable=False),
        sa.Column("last_sign_in", MOMENT),
        sa.Column("secret", sa.Text()),
        sa.Column("valid_until", MOMENT),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["bulk_run.id"], name="fk_bulk_item_run"),
        sa.PrimaryKeyConstraint("run", "number", name="pk_bulk_item"),
    )
