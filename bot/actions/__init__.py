"""Decision -> effects: what is planned (pure) and how it is done outside."""
