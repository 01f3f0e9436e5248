"""Words, letters and names of codes: pure helpers about text."""
