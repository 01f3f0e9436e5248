"""`incidencias import`: the enrolment export into the register, all or nothing."""

from __future__ import annotations

import gc
import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, Config, SchoolId


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FICHERO", help="Exportación de Séneca: .csv, .txt o .xls.")
    ],
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    may_empty: Annotated[
        bool, typer.Option("--may-empty", help="Es correcto que más de la mitad del alumnado cause baja.")
    ] = False,
) -> None:
    """Carga la matrícula (RegAlum): todo o nada, con un informe de lo que conviene corregir en Séneca."""
    from rich.console import Console

    from bot.commands.import_report import render
    from bot.commands.output import print_lines, progress
    from bot.registry.seneca import read_export
    from bot.store.register.enrolment import import_register

    house, settings = school_of(config, school, migrating=True)
    with progress("Leyendo", "Guardando") as (reading, writing):
        register, report = read_export(file, country=settings.country, progress=reading)
        gc.freeze()  # the register stays to the end: it need not be looked through again and again
        result = import_register(
            house.engine,
            settings.id,
            register,
            by=getpass.getuser(),
            now=datetime.now(UTC),
            may_empty=may_empty,
            progress=writing,
        )
    if json:
        print_lines([{**asdict(result), "report": report.as_json()}])
        return
    Console().print(render(report))
    typer.echo(
        f"Importación {result.version}. Alumnado nuevo: {result.added}; cambiado: {result.changed}; "
        f"igual: {result.unchanged}; de baja: {result.left}. Tutores: {result.guardians}."
    )
