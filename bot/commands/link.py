"""`incidencias link`: which account is whose."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import Config, SchoolId, System
from bot.text.amounts import amount


def link(
    file: Annotated[Path, typer.Argument(metavar="FICHERO", help="CSV con dos columnas: persona;cuenta.")],
    config: Config = None,
    school: SchoolId = None,
    *,
    system: System = "",
) -> None:
    """Dice qué cuenta es de quién, por DNI o por número escolar, donde no basta con buscar."""
    from bot.bulk.links import read_links
    from bot.commands.output import read_file
    from bot.store.register.links import SqlLinks

    house, settings = school_of(config, school)
    house.provider(settings, system)  # there must be such a system
    links = read_links(read_file(file), file.name, house.desk.register(settings.id))
    SqlLinks(house.engine, settings.id, system).replace(links, actor=getpass.getuser(), now=datetime.now(UTC))
    typer.echo(f"{amount(len(links), 'cuenta', 'cuentas')} con dueño, en lugar de las de la lista anterior.")
