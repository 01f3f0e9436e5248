"""Who is enrolled, and which account is whose."""
