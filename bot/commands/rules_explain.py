"""`incidencias rules explain`: why one mail would be decided as it would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.bootstrap import mind_of_files
from bot.commands.rules_views import facts_table, trials_table
from bot.decision.explain import as_json, render
from bot.errors import InputError
from bot.rehearsal import infer_identity, rehearse


def run(mail: Path, registry: Path, rules: Path | None, authserv_id: str | None) -> None:
    """Print the mail with its findings and waterfall, every fact, and every rule asked."""
    try:
        content = mail.read_bytes()
    except OSError as error:
        raise InputError(f"No se puede leer {mail}: {error.strerror}.") from error
    mind = mind_of_files(registry, rules, infer_identity([content], authserv_id))
    [(_, case)] = rehearse([(mail.stem, content)], mind, now=datetime.now(UTC))
    console = Console()
    console.print(render(case, as_json(case, mind.index.register, file=mail.name)))
    console.print(facts_table(case, mind.policy), trials_table(case.decision, mind.policy))
