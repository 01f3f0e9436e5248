"""The tables of the enrolment register, one row a person."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from bot.store.tables.columns import Json, Moment
from bot.store.tables.schema import metadata

register_import = Table(
    "register_import",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("version", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("counts", Json, nullable=False),
)

register_student = Table(
    "register_student",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("data", Text, nullable=False),
)

register_guardian = Table(
    "register_guardian",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("data", Text, nullable=False),
)
