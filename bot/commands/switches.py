"""`incidencias pause`, `resume` and `migrate`."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.at import house_of, school_of
from bot.commands.output import print_lines
from bot.store.schools import pause, resume


def switch(config: Path | None, school: str | None, *, on: bool, as_json: bool) -> None:
    """Stop acting for a school (mails are still read and kept), or act again."""
    house, settings = school_of(config, school)
    (resume if on else pause)(house.engine, settings.id, by=getpass.getuser(), now=datetime.now(UTC))
    if as_json:
        print_lines([{"school": settings.id, "paused": not on}])
        return
    typer.echo(
        f"{settings.name}: en marcha."
        if on
        else f"{settings.name}: en pausa. El correo se lee y se guarda; no se decide ni se envía nada."
    )


def bring_up_to_date(config: Path | None) -> None:
    """Create or upgrade the database."""
    house_of(config, migrating=True)
    typer.echo("La base de datos está al día.")
