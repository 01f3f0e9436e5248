"""Claim + Match + history + rules -> Decision. Pure: nothing here knows a clock, a mail server or a store."""
