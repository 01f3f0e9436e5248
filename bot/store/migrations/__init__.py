"""Alembic's steps from schema to schema; they travel with the package."""
