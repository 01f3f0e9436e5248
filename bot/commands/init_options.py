"""The command line of `incidencias init`: a flag for each question; light, so that `--help` is quick."""

from __future__ import annotations

from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.questions import QUESTIONS

Target = Annotated[
    Path, typer.Option("--config", envvar="INCIDENCIAS_CONFIG", help="Fichero que se escribe.")
]
Silent = Annotated[
    bool, typer.Option("--non-interactive", help="No pregunta nada: lo que falte se da con opciones.")
]
Force = Annotated[bool, typer.Option("--force", help="Sustituye el fichero si ya existe.")]


def init(*, config: Path, non_interactive: bool, force: bool, **told: str | None) -> None:
    """Asistente: escribe incidencias.toml y la clave de cifrado. Las contraseñas van en ficheros aparte."""
    from bot.commands.init import ask_on_terminal, run

    run(config, told, ask=None if non_interactive else ask_on_terminal, force=force)


def _flag(name: str, default: Any, kind: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


_ANSWERS = (
    _flag(q.key, None, Annotated[str | None, typer.Option(q.flag, help=q.told, show_default=False)])
    for q in QUESTIONS
)
init.__signature__ = Signature(  # type: ignore[attr-defined]  # what typer reads
    (
        _flag("config", Path("incidencias.toml"), Target),
        _flag("non_interactive", False, Silent),
        _flag("force", False, Force),
        *_ANSWERS,
    )
)
init.__annotations__ = {}
