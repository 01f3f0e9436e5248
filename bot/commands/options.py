"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option("--config", envvar="INCIDENCIAS_CONFIG", help="Fichero incidencias.toml.")
]
SchoolId = Annotated[str | None, typer.Option("--school", help="Id del centro, si hay varios.")]
By = Annotated[str | None, typer.Option("--by", help="Quién lo hace; sin ello, el usuario del sistema.")]
