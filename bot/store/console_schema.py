"""The tables of the console: who may sign in, with what, what for, and who is signed in now."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.model import Role
from bot.store.columns import Choice, Moment, RowId
from bot.store.schema import metadata


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
    Column("role", Choice(Role), primary_key=True),
)

console_session = Table(
    "console_session",
    metadata,
    Column("id_hash", String(64), primary_key=True),  #: SHA-256: a stolen database opens no session
    Column("user", RowId, _user(), nullable=False),
    Column("stage", Choice(Stage), nullable=False),
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
