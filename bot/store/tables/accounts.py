"""The tables of accounts: our own, whose the others are, and the resets of whole sections."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.ports.bulk import BulkState
from bot.store.tables.columns import Json, Moment, RowId, choice
from bot.store.tables.schema import metadata

account = Table(
    "account",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("username", String(64), primary_key=True),
    Column("guardian", String(300), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("valid_until", Moment, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("key", String(255), nullable=False),
    Column("locked", Boolean, nullable=False),
    UniqueConstraint("school", "guardian"),
)


account_link = Table(  #: which account is whose, where a list of the school's tells it
    "account_link",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("system", String(31), primary_key=True),  #: "" is the one of [school.credentials]
    Column("person", String(300), primary_key=True),  #: guardian key, or "alumnado/" and Nº Id. Escolar
    Column("login", String(320), nullable=False),
)

bulk_run = Table(  #: resets of whole sections
    "bulk_run",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("school", String(31), nullable=False),
    Column("system", String(31), nullable=False),
    Column("section", String(64), nullable=False),
    Column("requested_by", String(320), nullable=False),
    Column("even_active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("ix_bulk_run_school", "school", "created_at"),
)

bulk_item = Table(
    "bulk_item",
    metadata,
    Column("run", RowId, ForeignKey("bulk_run.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("account", Json, nullable=False),
    Column("name", String(300), nullable=False),
    Column("unit", String(64), nullable=False),
    Column("state", choice(BulkState), nullable=False),
    Column("username", String(320), nullable=False),
    Column("last_sign_in", Moment),
    Column("secret", Text),  #: ciphertext; wiped once the teacher's sheet is written
    Column("valid_until", Moment),
    Column("problem", Text, nullable=False),
    Column("ended_at", Moment),  #: taken back, unless its owner had changed it
)
