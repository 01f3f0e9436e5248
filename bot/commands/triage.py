"""`incidencias triage`: what would be decided about some mails, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from bot.commands.output import print_lines, read_file
from bot.commands.rules_sight import Sight
from bot.decision.explain import as_json as explained_json
from bot.decision.page import render
from bot.mind.mind import mind_of_files
from bot.tuning.rehearsal import infer_identity, rehearse


def run(
    mails: list[Path],
    registry: Path,
    sight: Sight,
    *,
    as_json: bool,
    with_text: bool,
    authserv_id: str | None,
) -> None:
    """Print one line (JSON) or one panel a mail, in the order given."""
    contents = [read_file(path) for path in mails]
    mind = mind_of_files(registry, sight.directory, infer_identity(contents, authserv_id))
    names = [path.stem for path in mails]
    if len(set(names)) < len(names):
        names = [str(path) for path in mails]
    cases = dict(rehearse(list(zip(names, contents, strict=True)), mind, now=datetime.now(UTC)))
    console = Console()
    for name, path in zip(names, mails, strict=True):
        case = cases[name]
        data = explained_json(case, mind.index.register, file=path.name, with_text=with_text)
        if as_json:
            print_lines([data])
        else:
            console.print(render(case, data))
    if not as_json:
        typer.echo(f"Se ha decidido con {sight.called}.")
