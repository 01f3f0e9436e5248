"""Who may sign in to the console, with what, and who is signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the six tables."""
    op.create_table(
        "console_user",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320)),
        sa.Column("password_hash", sa.Text()),
        sa.Column("totp", sa.Text()),
        sa.Column("totp_step", ROW_ID),
        sa.Column("disabled_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_console_user"),
        sa.UniqueConstraint("name", name="uq_console_user_name"),
    )
    op.create_table(
        "console_role",
        sa.Column("user", ROW_ID, nullable=False),
        sa.Column("school", sa.String(length=31), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        _of_user("console_role"),
        sa.PrimaryKeyConstraint("user", "school", "role", name="pk_console_role"),
    )
    op.create_table(
        "console_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("user", ROW_ID, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        _of_user("console_session"),
        sa.PrimaryKeyConstraint("id_hash", name="pk_console_session"),
    )
    op.create_index("ix_console_session_user", "console_session", ["user"])
    op.create_table(
        "console_passkey",
        sa.Column("credential", sa.String(length=512), nullable=False),
        sa.Column("user", ROW_ID, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", ROW_ID, nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        _of_user("console_passkey"),
        sa.PrimaryKeyConstraint("credential", name="pk_console_passkey"),
    )
    op.create_index("ix_console_passkey_user", "console_passkey", ["user"])
    op.create_table(
        "console_identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user", ROW_ID, nullable=False),
        _of_user("console_identity"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_console_identity"),
    )
    op.create_index("ix_console_identity_user", "console_identity", ["user"])
    op.create_table(
        "console_failure",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_console_failure"),
    )
    op.create_index("ix_console_failure_account", "console_failure", ["account", "at"])
    op.create_index("ix_console_failure_source", "console_failure", ["source", "at"])


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user"], ["console_user.id"], name=f"fk_{table}_user", ondelete="CASCADE")
