"""`incidencias rules golden …`: cases decided rightly, which no new rules may decide otherwise."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import UTC, datetime

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, CaseNumber, Config, SchoolId, group
from bot.text.amounts import amount

golden_app = group("Casos bien decididos, que unas reglas nuevas no pueden cambiar.")


@golden_app.command()
def add(number: CaseNumber, config: Config = None, school: SchoolId = None) -> None:
    """Da un caso por bien decidido: desde ahora, ninguna versión que se publique puede cambiarlo."""
    from bot.store.rules.golden import add_golden

    house, here = school_of(config, school)
    count = add_golden(house.engine, here.id, number, by=getpass.getuser(), now=datetime.now(UTC))
    typer.echo(f"{number}: {amount(count, 'correo', 'correos')} entre los casos de oro.")


@golden_app.command()
def remove(number: CaseNumber, config: Config = None, school: SchoolId = None) -> None:
    """Quita un caso de los de oro."""
    from bot.store.rules.golden import remove_golden

    house, here = school_of(config, school)
    remove_golden(house.engine, here.id, number, by=getpass.getuser(), now=datetime.now(UTC))
    typer.echo(f"{number}: ya no está entre los casos de oro.")


@golden_app.command("list")
def list_(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Los casos de oro."""
    from bot.commands.output import print_lines, print_table
    from bot.store.rules.golden import golden_cases

    house, here = school_of(config, school)
    rows = golden_cases(house.engine, here.id)
    if json:
        print_lines(asdict(row) for row in rows)
        return
    print_table(
        "Casos de oro",
        ("caso", "correo", "se decide", "motivo", "marcado", "por"),
        ((r.ticket, r.mail, r.action, r.reason, f"{here.local(r.at):%d/%m/%Y}", r.actor) for r in rows),
    )
