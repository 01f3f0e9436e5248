"""`incidencias queue worklist`: what is to be done by hand in Séneca, on the screen, as CSV or on paper."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import Config, SchoolId


def worklist(
    config: Config = None,
    school: SchoolId = None,
    *,
    csv: Annotated[bool, typer.Option("--csv", help="Para una hoja de cálculo.")] = False,
    sheet: Annotated[
        Path | None, typer.Option("--print", metavar="HOJA.html", help="Una hoja para imprimir y marcar.")
    ] = None,
) -> None:
    """Las tareas de Séneca para hacerlas de una sentada: por unidades, con lo que hay que buscar."""
    from rich.text import Text

    from bot.commands.output import ago, print_table, write_file
    from bot.worklist.sheet import sheet as page_of
    from bot.worklist.tasks import as_csv
    from bot.worklist.tasks import worklist as grouped

    house, here = school_of(config, school)
    now = here.local(datetime.now(UTC))
    groups = grouped(house.tickets.work_items(here.id), now=now)
    steps = house.provider(here).steps
    if csv:
        sys.stdout.write(as_csv(groups))
        return
    if sheet is not None:
        page = page_of(groups, school=here.name, steps=steps, now=now)
        write_file(sheet, page.encode("utf-8"), private=True)
        typer.echo(f"{sheet}: ábrala con el navegador e imprímala.")
        return
    if not groups:
        typer.echo("Séneca: ninguna tarea.")
        return
    for number, step in enumerate(steps, start=1):
        typer.echo(f"{number}. {step}")
    for group in groups:
        print_table(
            group.unit,
            ("caso", "buscar por", "tutor/a", "móvil", "alumnado", "espera"),
            (
                (
                    *(task.ticket, task.search, task.guardian, task.phone),
                    "\n".join(f"{p.name} (nº {p.id})" for p in task.pupils),
                    Text(ago(task.since), style="red" if task.late else ""),
                )
                for task in group.tasks
            ),
        )
    typer.echo("Al terminar cada una: incidencias queue done CASO [no-existe | datos-distintos]")
