"""`incidencias triage`: what would be decided about some mails, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import AsJson, AuthservId, Config, RulesDir, SchoolId


def triage(
    mails: Annotated[
        list[Path], typer.Argument(metavar="CORREO.eml…", help="Correos que se quieren probar.")
    ],
    registry: Annotated[
        Path, typer.Option("--registry", help="Exportación de Séneca (RegAlum).", show_default=False)
    ],
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Añade el texto leído y lo que se apartó.")] = False,
    authserv_id: AuthservId = None,
) -> None:
    """Ensayo: qué se decidiría sobre unos correos, y por qué. No toca nada."""
    from rich.console import Console

    from bot.commands.case_page import render
    from bot.commands.output import print_lines, read_file
    from bot.commands.rules.sight import Sight
    from bot.decision.explain import as_json
    from bot.mind.mind import mind_of_files
    from bot.tuning.rehearsal import infer_identity, rehearse

    sight = Sight.of(config, school, rules)
    contents = [read_file(path) for path in mails]
    mind = mind_of_files(registry, sight.directory, infer_identity(contents, authserv_id))
    names = [path.stem for path in mails]
    if len(set(names)) < len(names):
        names = [str(path) for path in mails]
    cases = dict(rehearse(list(zip(names, contents, strict=True)), mind, now=datetime.now(UTC)))
    console = Console()
    for name, path in zip(names, mails, strict=True):
        data = as_json(cases[name], mind.index.register, file=path.name, with_text=text)
        if json:
            print_lines([data])
        else:
            console.print(render(cases[name], data))
    if not json:
        typer.echo(f"Se ha decidido con {sight.called}.")
