"""One database: every mail, ticket, planned deed and event, on SQLite or PostgreSQL from one code path."""
