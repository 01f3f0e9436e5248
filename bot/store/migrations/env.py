"""Run by alembic: migrate on the connection that `bot.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from bot.store import console_schema, rules_schema, schema  # noqa: F401 - each adds its tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,
)
context.run_migrations()
