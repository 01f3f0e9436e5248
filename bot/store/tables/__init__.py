"""The tables, and how their columns hold values."""
