"""Reset of a whole section's accounts, asked for by a teacher; command line and console call the same."""
