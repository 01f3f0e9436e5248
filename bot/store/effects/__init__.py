"""What is planned outside, and what became of it."""
