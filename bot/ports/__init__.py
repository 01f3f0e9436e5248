"""What the journey needs from the outside, as protocols; adapters implement them."""
