"""Claim x Register -> Match: who the writer can be, with weights and reasons."""
