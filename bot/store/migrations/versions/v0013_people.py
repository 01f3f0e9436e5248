"""What people need beside it: the console, rules on trial and in force, accounts and resets of sections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build the tables."""
    op.create_table(
        "account",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("username", sa.String(64), primary_key=True),
        sa.Column("guardian", sa.String(300), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("school", "guardian"),
    )
    op.create_table(
        "account_link",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("system", sa.String(31), primary_key=True),
        sa.Column("person", sa.String(300), primary_key=True),
        sa.Column("login", sa.String(320), nullable=False),
    )
    op.create_table(
        "bulk_run",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("school", sa.String(31), nullable=False),
        sa.Column("system", sa.String(31), nullable=False),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("requested_by", sa.String(320), nullable=False),
        sa.Column("even_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_bulk_run_school", "bulk_run", ["school", "created_at"])
    op.create_table(
        "console_failure",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_console_failure_account", "console_failure", ["account", "at"])
    op.create_index("ix_console_failure_source", "console_failure", ["source", "at"])
    op.create_table(
        "console_user",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("full_name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320)),
        sa.Column("password_hash", sa.Text()),
        sa.Column("totp", sa.Text()),
        sa.Column("totp_step", ROW_ID),
        sa.Column("disabled_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "rule_trial",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("policy_version", sa.String(64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("last_decision", ROW_ID, nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
    )
    op.create_table(
        "rule_version",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("policy_version", sa.String(64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_rule_version_policy_version", "rule_version", ["policy_version", "school"])
    op.create_table(
        "rules_in_force",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("policy_version", sa.String(64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("refused_version", sa.String(64)),
        sa.Column("refused_at", MOMENT),
        sa.Column("problems", sa.Text()),
    )
    op.create_table(
        "staff_member",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("email", sa.String(320), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
    )
    op.create_table(
        "bulk_delivery",
        sa.Column("run", ROW_ID, sa.ForeignKey("bulk_run.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("once", sa.String(64), nullable=False, unique=True),
        sa.Column("user", ROW_ID, sa.ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("message_id", sa.String(300), nullable=False),
        sa.Column("phrase", sa.Text()),
        sa.Column("owner", sa.String(64)),
        sa.Column("claim_until", MOMENT),
        sa.Column("begun_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("fetched_at", MOMENT),
        sa.Column("problem", sa.Text(), nullable=False),
    )
    op.create_table(
        "bulk_item",
        sa.Column("run", ROW_ID, sa.ForeignKey("bulk_run.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("username", sa.String(320), nullable=False),
        sa.Column("last_sign_in", MOMENT),
        sa.Column("secret", sa.Text()),
        sa.Column("valid_until", MOMENT),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_table(
        "console_identity",
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("user", ROW_ID, sa.ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_console_identity_user", "console_identity", ["user"])
    op.create_table(
        "console_passkey",
        sa.Column("credential", sa.String(512), primary_key=True),
        sa.Column("user", ROW_ID, sa.ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", ROW_ID, nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_index("ix_console_passkey_user", "console_passkey", ["user"])
    op.create_table(
        "console_role",
        sa.Column("user", ROW_ID, sa.ForeignKey("console_user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("role", sa.String(32), primary_key=True),
    )
    op.create_table(
        "console_session",
        sa.Column("id_hash", sa.String(64), primary_key=True),
        sa.Column("user", ROW_ID, sa.ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("ix_console_session_user", "console_session", ["user"])
    op.create_table(
        "golden_case",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("mail", ROW_ID, sa.ForeignKey("mail.id"), primary_key=True),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
    )
    op.create_table(
        "shadow_difference",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("mail", ROW_ID, sa.ForeignKey("mail.id"), primary_key=True),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
    )
    op.create_table(
        "staff_section",
        sa.Column("school", sa.String(31), primary_key=True),
        sa.Column("email", sa.String(320), primary_key=True),
        sa.Column("unit", sa.String(64), primary_key=True),
        sa.ForeignKeyConstraint(
            ["school", "email"], ["staff_member.school", "staff_member.email"], ondelete="CASCADE"
        ),
    )
    op.create_table(
        "staff_proof",
        sa.Column(
            "session",
            sa.String(64),
            sa.ForeignKey("console_session.id_hash", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("school", sa.String(31), primary_key=True),
    )
