"""`python -m bot` is `incidencias`."""

from bot.cli import main

main()
