"""How well is a stranger understood of whom nothing was learned? Each writer in turn is left out.

The model that hears a mail as a whole learns from the labelled corpora (`training/requests.py`); here it is
made again without those of the writer whose mails are then decided. The phrases know what they know.

python -m bench.strangers [--json FILE]
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from bench.command import keep, options
from bot.commands.evaluate import score_of
from bot.parsers import gist as heard
from bot.tuning.evaluation import Score
from training import gist, requests

_SEED = 2026


def main() -> None:
    asked = options(__doc__)
    writers: defaultdict[str, list[Path]] = defaultdict(list)
    for corpus in requests.CORPORA:
        writers[corpus.relative_to(requests.TESTS).parts[0]].append(corpus)
    table = Table("corpus", "mails", "right", "served", "wrong", "ignored", "robots answered")
    found = {}
    for writer, corpora in sorted(writers.items()):
        scores = _unseen(corpora)
        found[writer] = figures = _figures(scores)
        table.add_row(writer, *map(str, figures.values()))
    Console().print(table)
    keep(found, asked.json)


def _unseen(corpora: Sequence[Path]) -> list[Score]:
    """The scores of one writer's corpora, by a model that learned from the others' alone."""
    others = [corpus for corpus in requests.CORPORA if corpus not in corpora]
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        for path in heard.MODELS.glob("*.npz"):
            shutil.copy(path, models)
        gist.fit(list(requests.requests(others)), (requests.DOUBT,), _SEED).save(models / "requests.npz")
        with patch.object(heard, "MODELS", models):
            heard.Gist.load.cache_clear()
            scores = [score_of(corpus, None) for corpus in corpora]
    heard.Gist.load.cache_clear()
    return scores


def _figures(scores: Sequence[Score]) -> dict[str, int | str]:
    mails = sum(score.mails for score in scores)
    right = mails - sum(len(score.decision_wrong) for score in scores)
    to_serve = sum(len(score.regenerate) for score in scores)
    served = to_serve - sum(len(score.regenerate_missed) for score in scores)
    return {
        "mails": mails,
        "right": f"{right / mails:.1%}",
        "served": f"{served} of {to_serve}",
        "wrong": sum(len(score.wrong_regenerations) for score in scores),
        "ignored": sum(len(score.people_ignored) for score in scores),
        "robots_answered": sum(len(score.robots_answered) for score in scores),
    }


if __name__ == "__main__":
    main()
