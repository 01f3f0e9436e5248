"""What the bot knows while it thinks about one school: its rules and its register, together and sound."""
