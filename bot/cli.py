"""The commands. Each imports what it needs when it runs, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import IncidenciasError

app = typer.Typer(
    help="incidencias: el asistente del buzón incidenciastde@ de un centro.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Config = Annotated[
    Path | None,
    typer.Option("--config", envvar="INCIDENCIAS_CONFIG", help="Fichero incidencias.toml."),
]
SchoolId = Annotated[str | None, typer.Option("--school", help="Id del centro, si hay varios.")]
AsJson = Annotated[bool, typer.Option("--json", help="Una línea JSON por elemento.")]
RulesDir = Annotated[Path | None, typer.Option("--rules", help="Carpeta de reglas; sin ella, las de serie.")]
Registry = Annotated[
    Path, typer.Option("--registry", help="Exportación de Séneca (RegAlum).", show_default=False)
]


@app.command()
def triage(
    mails: Annotated[
        list[Path], typer.Argument(metavar="CORREO.eml…", help="Correos que se quieren probar.")
    ],
    registry: Registry,
    rules: RulesDir = None,
    *,
    json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Añade el texto leído y lo que se apartó.")] = False,
    authserv_id: Annotated[
        str | None,
        typer.Option("--authserv-id", help="Nombre de nuestro servidor en Authentication-Results."),
    ] = None,
) -> None:
    """Prueba en seco: qué se decidiría sobre unos correos y por qué. No toca nada."""
    from bot.commands.triage import run

    run(mails, registry, rules, as_json=json, with_text=text, authserv_id=authserv_id)


@app.command()
def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="CARPETA", help="Correos etiquetados (labels.jsonl).")],
    registry: Annotated[
        Path | None, typer.Option("--registry", help="Exportación de Séneca del corpus.")
    ] = None,
    rules: RulesDir = None,
    *,
    json: AsJson = False,
    misses: Annotated[bool, typer.Option("--misses", help="Lista lo que falla.")] = False,
    only: Annotated[
        str | None, typer.Option("--only", help="Solo los correos cuyo nombre empieza así.")
    ] = None,
) -> None:
    """Ensayo sobre correos etiquetados: la tabla de aciertos."""
    from bot.commands.evaluate import run

    run(directory, registry, rules, as_json=json, show_misses=misses, only=only)


def main() -> None:
    """Entry point: errors that people can mend are one sentence and exit code 2."""
    try:
        app()
    except IncidenciasError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
