"""What the command lines of several commands share."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option("--config", envvar="INCIDENCIAS_CONFIG", help="Fichero incidencias.toml.")
]
SchoolId = Annotated[str | None, typer.Option("--school", help="Id del centro, si hay varios.")]
CaseNumber = Annotated[str, typer.Argument(metavar="CASO", parser=str.upper, help="Número, p. ej. K7QM2X.")]
By = Annotated[
    str,
    typer.Option(
        "--by",
        callback=lambda by: by or getpass.getuser(),
        help="Quién lo hace; sin ello, el usuario del sistema.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Para otro programa: en JSON, una línea por elemento.")]
RulesDir = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="CARPETA",
        help="Otra carpeta de reglas; sin ella, las que están en vigor, o las de serie si no hay centro.",
    ),
]
AuthservId = Annotated[
    str | None,
    typer.Option("--authserv-id", help="Nombre de nuestro servidor en Authentication-Results."),
]
Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="FECHA", formats=["%Y-%m-%d"], help="Solo desde ese día: 2026-10-01."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="FECHA", formats=["%Y-%m-%d"], help="Solo hasta ese día, incluido."),
]
System = Annotated[
    str, typer.Option("--system", help="Nombre de [school.systems.…]; sin él, [school.credentials].")
]


def group(about: str) -> typer.Typer:
    """Commands that belong together; named without one of them, the group says which there are."""
    return typer.Typer(help=about, no_args_is_help=True, rich_markup_mode=None)
