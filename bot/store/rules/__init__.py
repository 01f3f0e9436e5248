"""Rules in force, published, kept and on trial."""
