"""Every table of the store: whoever needs all of them gets their metadata from here."""

from __future__ import annotations

from bot.store import accounts_schema, console_schema, register_schema, rules_schema, schema

_FILLED_BY = (schema, accounts_schema, console_schema, register_schema, rules_schema)
metadata = schema.metadata
