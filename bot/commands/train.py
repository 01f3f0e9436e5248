"""`incidencias train`: makes the models again from the recipes in `training/`."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import InputError
from bot.text.amounts import decimal

MAILS, SEED = 30_000, 2026  #: of the shipped name model
_MACHINES = 4_000  #: mails of machines, and as many of people, for the model that hears machines
_WISHES = 120_000  #: stretches of mails for the model that hears what is wanted
_JUDGES = 1_000  #: held-out mails that measure it


def train(
    out: Annotated[
        Path | None, typer.Option("--out", help="Dónde se guarda; sin ello, el modelo de serie.")
    ] = None,
) -> None:
    """Vuelve a entrenar el modelo que reconoce nombres, con la receta de la carpeta training."""
    from bot.parsers.names.ner import MODEL

    train_to(out or MODEL)


def train_to(out: Path, *, mails: int = MAILS, seed: int = SEED) -> None:
    """Train, save to `out` and beside it, and print how the name model does on held-out wording and names.

    Raises InputError where the recipe is not at hand: it lives in the repository, not in the wheel.
    """
    from rich.console import Console
    from rich.progress import Progress, TimeElapsedColumn

    from bot.commands.output import print_table

    try:
        fit, corpus = import_module("training.fit"), import_module("training.mails")
        gist, machines = import_module("training.gist"), import_module("training.machines")
        requests, wishes = import_module("training.requests"), import_module("training.wishes")
    except ModuleNotFoundError as error:
        raise InputError(
            f"Falta «{error.name}»: «incidencias train» se ejecuta en la carpeta del repositorio, que trae "
            "training/, con las dependencias de desarrollo instaladas (pip install -e .[dev])."
        ) from None
    started = time.monotonic()
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("Entrenando", total=mails)
        pipeline = fit.fit(mails, seed, lambda done: bar.update(task, completed=done))
    fit.save(pipeline, out)
    sayings = list(machines.machines_and_people(_MACHINES, seed))
    gist.fit(sayings, (machines.MACHINE,), seed).save(out.with_name("machines.npz"))
    sayings = list(wishes.wishes(_WISHES, seed))
    gist.fit(sayings, wishes.KINDS, seed).save(out.with_name("wishes.npz"))
    gist.fit(list(requests.requests()), (requests.DOUBT,), seed).save(out.with_name("requests.npz"))
    judges = list(corpus.samples(_JUDGES, seed + 1, held_out=True))
    measured = fit.measure(pipeline, judges).items()
    print_table(
        f"{_JUDGES} correos con otras frases y otros nombres",
        ("", "precisión", "cobertura", "F1"),
        ((label, *(decimal(score, ".3f") for score in scores)) for label, scores in measured),
    )
    typer.echo(f"Modelo guardado en {out} ({time.monotonic() - started:.0f} s).")
