"""Teachers, their sections, who has proved to be one; and how a reset's passwords reach them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the four tables."""
    op.create_table(
        "staff_member",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school", "email", name="pk_staff_member"),
    )
    op.create_table(
        "staff_section",
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school", "email"],
            ["staff_member.school", "staff_member.email"],
            name="fk_staff_section_school_email",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("school", "email", "unit", name="pk_staff_section"),
    )
    op.create_table(
        "staff_proof",
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["console_session.id_hash"], name="fk_staff_proof_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "school", name="pk_staff_proof"),
    )
    op.create_table(
        "bulk_delivery",
        sa.Column("run", ROW_ID, nullable=False),
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.Column("user", ROW_ID, nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("phrase", sa.Text()),
        sa.Column("owner", sa.String(length=64)),
        sa.Column("claim_until", MOMENT),
        sa.Column("begun_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("fetched_at", MOMENT),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["bulk_run.id"], name="fk_bulk_delivery_run", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user"], ["console_user.id"], name="fk_bulk_delivery_user", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", name="pk_bulk_delivery"),
        sa.UniqueConstraint("once", name="uq_bulk_delivery_once"),
    )
