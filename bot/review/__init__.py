"""What a person sees of a case and decides about it."""
