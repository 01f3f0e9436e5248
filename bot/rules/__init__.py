"""Rule files as typed values; every mistake with its file, line and column."""
