"""The tables of the console: who may sign in, with what, what for, and who is signed in now."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.model.ticket import Role
from bot.store.tables.columns import Moment, RowId, choice
from bot.store.tables.schema import metadata


class Stage(StrEnum):
    """How far a sign-in has come."""

    PASSWORD = "password"  # noqa: S105 - a stage: right password, the second factor is still to come
    FULL = "full"


console_user = Table(
    "console_user",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),  #: to sign in with, lower case
    Column("full_name", String(200), nullable=False),
    Column("email", String(320)),
    Column("password_hash", Text),  #: argon2id; none: signs in otherwise
    Column("totp", Text),  #: ciphertext of the shared secret
    Column("totp_step", RowId),  #: the newest time step that was used: no code serves twice
    Column("disabled_at", Moment),
    Column("created_at", Moment, nullable=False),
)


def _user() -> ForeignKey:
    return ForeignKey("console_user.id", ondelete="CASCADE")


console_role = Table(
    "console_role",
    metadata,
    Column("user", RowId, _user(), primary_key=True),
    Column("school", String(31), primary_key=True),
    Column("role", choice(Role), primary_key=True),
)

console_session = Table(
    "console_session",
    metadata,
    Column("id_hash", String(64), primary_key=True),  #: SHA-256: a stolen database opens no session
    Column("user", RowId, _user(), nullable=False),
    Column("stage", choice(Stage), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_console_session_user", "user"),
)

console_passkey = Table(
    "console_passkey",
    metadata,
    Column("credential", String(512), primary_key=True),  #: base64url
    Column("user", RowId, _user(), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", RowId, nullable=False),
    Column("label", String(100), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_console_passkey_user", "user"),
)

console_identity = Table(  #: the subject by which an OpenID provider knows somebody
    "console_identity",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("user", RowId, _user(), nullable=False),
    Index("ix_console_identity_user", "user"),
)

console_failure = Table(  #: of sign-ins; kept for a day
    "console_failure",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("account", String(64), nullable=False),  #: SHA-256 of the name that was typed
    Column("source", String(64), nullable=False),  #: address, or the mark of a known device
    Column("known", Boolean, nullable=False),  #: this device had signed in as this user before
    Column("at", Moment, nullable=False),
    Index("ix_console_failure_account", "account", "at"),
    Index("ix_console_failure_source", "source", "at"),
)

staff_member = Table(  #: teachers of a centre, as the last list told them
    "staff_member",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("email", String(320), primary_key=True),  #: institutional, lower case
    Column("name", String(200), nullable=False),
    Column("identity", Text, nullable=False),  #: ciphertext of document and staff number
)

staff_section = Table(  #: whose pupils' passwords they may renew
    "staff_section",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("email", String(320), primary_key=True),
    Column("unit", String(64), primary_key=True),
    ForeignKeyConstraint(
        ["school", "email"], ["staff_member.school", "staff_member.email"], ondelete="CASCADE"
    ),
)

staff_proof = Table(  #: sessions whose user has proved who they are, and of which centre
    "staff_proof",
    metadata,
    Column(
        "session", String(64), ForeignKey("console_session.id_hash", ondelete="CASCADE"), primary_key=True
    ),
    Column("school", String(31), primary_key=True),
)

bulk_delivery = Table(  #: how the passwords of a reset reach the teacher who asked for it in the console
    "bulk_delivery",
    metadata,
    Column("run", RowId, ForeignKey("bulk_run.id", ondelete="CASCADE"), primary_key=True),
    Column("once", String(64), nullable=False, unique=True),  #: of the form: sent twice, it is one reset
    Column("user", RowId, _user(), nullable=False),
    Column("message_id", String(300), nullable=False),
    Column("phrase", Text),  #: ciphertext of what opens the attachment
    Column("owner", String(64)),  #: the thread that works on it now
    Column("claim_until", Moment),
    Column("begun_at", Moment),  #: the mail was handed over, or was about to be
    Column("sent_at", Moment),
    Column("fetched_at", Moment),
    Column("problem", Text, nullable=False),  #: Spanish sentence: why no mail went out
)
