"""`incidencias evaluate`: the table of DESIGN §6 over labelled mails."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import AsJson
from bot.errors import InputError
from bot.text.amounts import amount

if TYPE_CHECKING:
    from bot.tuning.evaluation import Score


def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="CARPETA", help="Correos etiquetados (labels.jsonl).")],
    registry: Annotated[
        Path | None, typer.Option("--registry", help="Exportación de Séneca del corpus.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Carpeta de reglas; sin ella, las de serie.")
    ] = None,
    *,
    json: AsJson = False,
    misses: Annotated[bool, typer.Option("--misses", help="Lista lo que falla.")] = False,
    only: Annotated[str, typer.Option("--only", help="Solo los correos cuyo nombre empieza así.")] = "",
) -> None:
    """Ensayo sobre correos etiquetados: la tabla de aciertos. Código 1 si se rompe algo inviolable."""
    from json import dumps

    from bot.commands.output import print_table

    score = score_of(directory, registry, rules, only=only)
    if json:
        typer.echo(dumps(score.as_json(), ensure_ascii=False, indent=1))
    else:
        print_table(
            f"{amount(score.mails, 'correo', 'correos')} de {directory}",
            ("medida", "resultado", "debe"),
            score.rows(),
        )
        for line in score.misses if misses else ():
            typer.echo(line)
    if score.broken:
        raise SystemExit(1)


def score_of(directory: Path, registry: Path | None, rules: Path | None = None, *, only: str = "") -> Score:
    """Score the labelled mails of a directory (those whose name starts with `only`). Raises InputError."""
    from bot.mind.mind import mind_of_files
    from bot.tuning.evaluation import Score, read_labels
    from bot.tuning.rehearsal import infer_identity, rehearse

    labels = {label.name: label for label in read_labels(directory)}
    mails = [(label.name, (directory / label.file).read_bytes()) for label in labels.values()]
    identity = infer_identity([content for _, content in mails])
    mind = mind_of_files(registry or _registry_of(directory), rules, identity)
    score = Score()
    for name, case in sorted(rehearse(mails, mind, now=datetime.now(UTC)), key=lambda pair: pair[0]):
        if name.startswith(only):
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
