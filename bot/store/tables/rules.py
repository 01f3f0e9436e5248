"""The tables of tuning: published and last good rules, golden cases, a draft on trial and its differences."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from bot.store.tables.columns import Json, Moment, RowId
from bot.store.tables.schema import metadata

rule_version = Table(
    "rule_version",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("version", Integer, primary_key=True),  #: 1, 2, 3 … within the school
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("policy_version", String(64), nullable=False),  #: what decisions name them by
    Column("files", LargeBinary, nullable=False),  #: the rules directory, zipped
    Column("active", Boolean, nullable=False),
    Index("ix_rule_version_policy_version", "policy_version", "school"),
)

rules_in_force = Table(  #: what a school is decided by, wherever it came from
    "rules_in_force",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("policy_version", String(64), nullable=False),
    Column("since", Moment, nullable=False),
    Column("files", LargeBinary, nullable=False),  #: as in `rule_version`
    Column("refused_version", String(64)),  #: of the directory that is not in force since it is wrong
)

golden_case = Table(
    "golden_case",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("mail", RowId, ForeignKey("mail.id"), primary_key=True),
    Column("ticket", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
)

rule_trial = Table(  #: the draft that runs beside the rules in force; at most one a school
    "rule_trial",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("policy_version", String(64), nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("last_decision", RowId, nullable=False),  #: id of the newest one that was looked at
    Column("mails", Integer, nullable=False),  #: how many were looked at
)

shadow_difference = Table(
    "shadow_difference",
    metadata,
    Column("school", String(31), primary_key=True),
    Column("mail", RowId, ForeignKey("mail.id"), primary_key=True),
    Column("ticket", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("old", Json, nullable=False),  #: what was decided, and done
    Column("new", Json, nullable=False),  #: what the draft would have decided
)
