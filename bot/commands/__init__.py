"""The commands, one module each; `bot.cli` imports them when they run."""
