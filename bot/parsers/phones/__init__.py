"""Phones as families write them."""
