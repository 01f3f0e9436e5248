"""Who signs in to the console, and with what."""
