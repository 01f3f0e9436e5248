"""Published rules, golden cases, and a draft on trial."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the four tables."""
    op.create_table(
        "rule_version",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("policy_version", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school", "version", name="pk_rule_version"),
    )
    op.create_index("ix_rule_version_policy_version", "rule_version", ["policy_version", "school"])
    op.create_table(
        "golden_case",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("mail", ROW_ID, nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mail.id"], name="fk_golden_case_mail"),
        sa.PrimaryKeyConstraint("school", "mail", name="pk_golden_case"),
    )
    op.create_table(
        "rule_trial",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("policy_version", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("last_decision", ROW_ID, nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("school", name="pk_rule_trial"),
    )
    op.create_table(
        "shadow_difference",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("mail", ROW_ID, nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mail.id"], name="fk_shadow_difference_mail"),
        sa.PrimaryKeyConstraint("school", "mail", name="pk_shadow_difference"),
    )
