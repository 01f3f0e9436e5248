"""Whose words each stretch of a body holds: own, signature, quote, forward, footer."""
