"""Courses as families write them."""
