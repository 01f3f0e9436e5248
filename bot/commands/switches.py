"""`incidencias pause`, `resume` and `migrate`."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.at import house_of, school_of
from bot.commands.options import AsJson, Config, SchoolId


def pause(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Deja de actuar: el correo se sigue leyendo y guardando, pero no se decide ni se envía nada."""
    _switch(config, school, on=False, as_json=json)


def resume(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Vuelve a actuar."""
    _switch(config, school, on=True, as_json=json)


def migrate(config: Config = None) -> None:
    """Crea la base de datos o la pone al día."""
    house_of(config, migrating=True)
    typer.echo("La base de datos está al día.")


def _switch(config: Path | None, school: str | None, *, on: bool, as_json: bool) -> None:
    from bot.commands.output import print_lines
    from bot.store import schools

    house, settings = school_of(config, school)
    turn = schools.resume if on else schools.pause
    turn(house.engine, settings.id, by=getpass.getuser(), now=datetime.now(UTC))
    if as_json:
        print_lines([{"school": settings.id, "paused": not on}])
        return
    typer.echo(
        f"{settings.name}: en marcha."
        if on
        else f"{settings.name}: en pausa. El correo se lee y se guarda; no se decide ni se envía nada."
    )
