"""`incidencias train`: makes the name model again from the recipe in `training/`."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn
from rich.table import Table

from bot.errors import InputError
from bot.parsers.ner import MODEL

MAILS, SEED = 30_000, 2026  #: of the shipped model
_JUDGES = 1_000  #: held-out mails that measure it


def train(out: Path = MODEL, *, mails: int = MAILS, seed: int = SEED) -> None:
    """Train, save to `out` and print how the model does on held-out wording and names.

    Raises InputError where the recipe is not at hand: it lives in the repository, not in the wheel.
    """
    try:
        fit, corpus = import_module("training.fit"), import_module("training.mails")
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
    judges = list(corpus.samples(_JUDGES, seed + 1, held_out=True))
    table = Table(
        "", "precisión", "cobertura", "F1", title=f"{_JUDGES} correos con otras frases y otros nombres"
    )
    for label, scores in fit.measure(pipeline, judges).items():
        table.add_row(label, *(f"{score:.3f}" for score in scores))
    Console().print(table)
    sys.stdout.write(f"Modelo guardado en {out} ({time.monotonic() - started:.0f} s).\n")
