"""`incidencias staff …`: which teachers may renew the passwords of which sections."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import Config, SchoolId, group
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.registry.staff import StaffColumn

staff_app = group("El profesorado y sus grupos, para renovar claves desde la consola.")


@staff_app.callback()
def staff() -> None:
    """Named, although there is only one command below it."""


@staff_app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FICHERO", help="CSV con docente, correo, documento, número y sección.")
    ],
    config: Config = None,
    school: SchoolId = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="DATO=CABECERA",
            help="Qué columna es cuál: nombre, correo, documento, numero o seccion; se puede repetir.",
        ),
    ] = None,
) -> None:
    """Carga la lista de docentes en lugar de la anterior: toda o nada."""
    from bot.bulk.choose import same_unit
    from bot.commands.output import read_file
    from bot.registry.staff import read_staff
    from bot.store.sections.staff import SqlStaff

    house, where = school_of(config, school, migrating=True)
    members = read_staff(read_file(file), file.name, country=where.country, columns=_columns(map_ or []))
    SqlStaff(house.engine, house.box).replace(
        where.id, members, actor=getpass.getuser(), now=datetime.now(UTC)
    )
    units = {unit for member in members for unit in member.units}
    enrolled = {same_unit(u) for s in house.desk.register(where.id).students.values() for u in s.units}
    typer.echo(f"{where.name}: docentes, {len(members)}; grupos, {len(units)}. Sustituyen a los anteriores.")
    if lonely := sorted(unit for unit in units if same_unit(unit) not in enrolled):
        typer.echo(f"Sin alumnado en la matrícula, ¿se escriben de otro modo?: {', '.join(lonely)}.")


def _columns(pairs: list[str]) -> dict[StaffColumn, str]:
    """Raises InputError for what is not DATO=CABECERA."""
    from bot.registry.staff import StaffColumn

    columns: dict[StaffColumn, str] = {}
    for pair in pairs:
        column, equals, header = pair.partition("=")
        if not equals or column not in set(StaffColumn) or not header.strip():
            raise InputError(
                f"--map {pair}: escriba DATO=CABECERA, con uno de estos datos: {', '.join(StaffColumn)}."
            )
        columns[StaffColumn(column)] = header
    return columns
