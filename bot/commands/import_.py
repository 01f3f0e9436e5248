"""`incidencias import`: the enrolment export into the register, all or nothing."""

from __future__ import annotations

import gc
import getpass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from bot.commands.at import school_of
from bot.commands.output import as_dict, print_lines, progress
from bot.registry.seneca import read_export
from bot.store.enrolment import import_register


def run(config: Path | None, school: str | None, file: Path, *, as_json: bool, may_empty: bool) -> None:
    """Read, compare, take over, and say what an admin should mend in Séneca."""
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
    if as_json:
        print_lines([{**as_dict(result), "report": report.as_json()}])
        return
    Console().print(report)
    typer.echo(
        f"Importación {result.version}: {result.added} alumnos nuevos, {result.changed} cambiados, "
        f"{result.unchanged} iguales, {result.left} que ya no están; {result.guardians} tutores."
    )
