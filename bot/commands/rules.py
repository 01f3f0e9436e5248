"""`incidencias rules …`: look at the policy, check it, try it on a mail, compare two of them."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

rules_app = typer.Typer(
    help="Las reglas con que se decide: verlas, comprobarlas y probarlas.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

RulesDir = Annotated[
    Path | None, typer.Option("--rules", metavar="CARPETA", help="Carpeta de reglas; sin ella, las de serie.")
]


@rules_app.command()
def check(rules: RulesDir = None) -> None:
    """Comprueba todos los ficheros de reglas y los ejemplos de cada regla. Código 2 si hay algo mal."""
    from bot.commands import rules_run

    rules_run.check(rules)


@rules_app.command()
def show(rules: RulesDir = None) -> None:
    """Muestra la política como una tabla: la primera regla que encaja decide."""
    from bot.commands import rules_run

    rules_run.show(rules)


@rules_app.command()
def explain(
    mail: Annotated[Path, typer.Argument(metavar="CORREO.eml", help="Correo que se quiere entender.")],
    registry: Annotated[Path, typer.Option("--registry", help="Exportación de Séneca (RegAlum).")],
    rules: RulesDir = None,
    authserv_id: Annotated[
        str | None,
        typer.Option("--authserv-id", help="Nombre de nuestro servidor en Authentication-Results."),
    ] = None,
) -> None:
    """Cuenta por qué se decidiría así: qué reglas se miran, cada hecho, y lo que pesa cada dato."""
    from bot.commands import rules_explain

    rules_explain.run(mail, registry, rules, authserv_id)


@rules_app.command()
def schema(
    *,
    table: Annotated[bool, typer.Option("--table", help="Como tabla para leer, no como JSON.")] = False,
    rules: RulesDir = None,
) -> None:
    """Los hechos que una regla puede mirar y sus valores: JSON Schema para el editor, o una tabla."""
    from bot.commands import rules_run

    rules_run.schema(rules, table=table)


@rules_app.command()
def diff(
    draft: Annotated[Path, typer.Argument(metavar="CARPETA", help="Borrador que se compara.")],
    rules: RulesDir = None,
) -> None:
    """Qué cambia en un borrador respecto a las reglas de ahora, y qué casos se decidirían de otro modo."""
    from bot.commands import rules_run

    rules_run.diff(draft, rules)
