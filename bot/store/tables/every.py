"""Every table of the store: whoever needs all of them gets their metadata from here."""

from __future__ import annotations

from bot.store.tables import accounts, console, register, rules, schema

_FILLED_BY = (schema, accounts, console, register, rules)
metadata = schema.metadata
