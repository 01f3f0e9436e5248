"""Copies of everything, and how personal data go."""
