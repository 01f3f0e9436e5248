"""Whole sections: who may reset them, the resets, how the passwords reach the teachers."""
