"""`incidencias evaluate`: the table of DESIGN §6 over labelled mails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import InputError
from bot.mind.mind import mind_of_files
from bot.tuning.evaluation import Score, read_labels
from bot.tuning.rehearsal import infer_identity, rehearse


def run(
    directory: Path,
    registry: Path | None,
    rules: Path | None,
    *,
    as_json: bool,
    show_misses: bool,
    only: str | None,
) -> None:
    """Print the table; exit code 1 when an invariant is broken."""
    score = evaluate(directory, registry, rules, only=only)
    if as_json:
        typer.echo(json.dumps(score.as_json(), ensure_ascii=False, indent=1))
    else:
        table = Table("medida", "resultado", "debe", title=f"{score.mails} correos de {directory}")
        for row in score.rows():
            table.add_row(*row)
        Console().print(table)
        if show_misses:
            for line in score.misses:
                typer.echo(line)
    if score.broken:
        raise SystemExit(1)


def evaluate(
    directory: Path, registry: Path | None, rules: Path | None = None, *, only: str | None = None
) -> Score:
    """Score the labelled mails of a directory (those whose name starts with `only`)."""
    labels = {label.name: label for label in read_labels(directory)}
    mails = [(label.name, (directory / label.file).read_bytes()) for label in labels.values()]
    mind = mind_of_files(
        registry or _registry_of(directory), rules, infer_identity([content for _, content in mails])
    )
    score = Score()
    for name, case in sorted(rehearse(mails, mind, now=datetime.now(UTC)), key=lambda pair: pair[0]):
        if name.startswith(only or ""):
            score.add(labels[name], case, mind.index.register)
    return score


def _registry_of(directory: Path) -> Path:
    """The school that belongs to a corpus: in it, or the only one in a `data` folder beside it."""
    inside = [directory / "school" / "RegAlum.csv", directory / "RegAlum.csv"]
    places = [path for path in inside if path.is_file()] or sorted(
        directory.parent.glob("data/school-*/RegAlum.*")
    )
    if len(places) == 1:
        return places[0]
    raise InputError(f"No se sabe qué exportación de Séneca va con {directory}: indíquela con --registry.")
