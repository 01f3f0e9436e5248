"""Bytes -> headers, parts and the text that a person sees (RFC 5322, 2045-2047)."""
