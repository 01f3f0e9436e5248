"""Run by alembic: migrate on the connection that `bot.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from bot.store.rules_schema import rule_version

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=rule_version.metadata,
    render_as_batch=True,
)
context.run_migrations()
