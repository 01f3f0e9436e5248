"""What `incidencias queue worklist` prints or writes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.bootstrap import House
from bot.commands.output import ago
from bot.errors import InputError, why
from bot.settings.values import School
from bot.worklist.sheet import sheet as page_of
from bot.worklist.tasks import Group, worklist
from bot.worklist.tasks import as_csv as csv_of


def show(house: House, school: School, *, as_csv: bool, sheet: Path | None) -> None:
    """The tasks on the screen, as CSV on standard output, or as a page in a file only its owner can read."""
    now = school.local(datetime.now(UTC))
    groups = worklist(house.tickets.work_items(school.id), now=now)
    steps = house.provider(school).steps
    if as_csv:
        sys.stdout.write(csv_of(groups))
        return
    if sheet is not None:
        page = page_of(groups, school=school.name, steps=steps, now=now)
        try:
            sheet.touch(mode=0o600)
            sheet.write_text(page, encoding="utf-8")
        except OSError as error:
            raise InputError(f"No se puede escribir {sheet} ({why(error)}).") from error
        typer.echo(f"{sheet}: ábrala con el navegador e imprímala.")
        return
    _print(groups, steps)


def _print(groups: list[Group], steps: tuple[str, ...]) -> None:
    if not groups:
        typer.echo("Séneca: ninguna tarea.")
        return
    for number, step in enumerate(steps, start=1):
        typer.echo(f"{number}. {step}")
    for group in groups:
        table = Table(
            "caso",
            "buscar por",
            "tutor/a",
            "móvil",
            "alumnado",
            "espera",
            title=group.unit,
            title_justify="left",
        )
        for task in group.tasks:
            table.add_row(
                *(task.ticket, task.search, task.guardian, task.phone),
                "\n".join(f"{p.name} (nº {p.id})" for p in task.pupils),
                Text(ago(task.since), style="red" if task.late else ""),
            )
        Console(highlight=False).print(table)
    typer.echo("Al terminar cada una: incidencias queue done CASO [no-existe | datos-distintos]")
