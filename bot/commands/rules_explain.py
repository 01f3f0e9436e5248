"""`incidencias rules explain`: why one mail would be decided as it would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from bot.commands.output import as_dict, print_lines, read_file
from bot.commands.rules_sight import Sight
from bot.commands.rules_views import facts_table, trials_table
from bot.decision.explain import as_json as explained
from bot.decision.page import render
from bot.errors import InputError
from bot.mind.mind import Mind, mind_of_files
from bot.tuning.rehearsal import infer_identity, rehearse


def run(
    mail: Path,
    config: Path | None,
    school: str | None,
    *,
    rules: Path | None,
    registry: Path | None,
    authserv_id: str | None,
    as_json: bool,
) -> None:
    """Print the mail with its findings and waterfall, every fact, and every rule asked.

    The school is that of the settings; an export makes one of its own. Raises InputError.
    """
    content = read_file(mail)
    sight = Sight.of(config, school, rules)
    if registry is not None:
        mind = mind_of_files(registry, sight.directory, infer_identity([content], authserv_id))
    else:
        mind = _mind_of_settings(Sight.in_force(config, school), sight.directory)
    [(_, case)] = rehearse([(mail.stem, content)], mind, now=datetime.now(UTC))
    data = explained(case, mind.index.register, file=mail.name)
    if as_json:
        asked = [as_dict(trial) for trial in case.decision.trials]
        print_lines([{**data, "facts": dict(case.decision.facts), "rules_asked": asked}])
        return
    console = Console()
    console.print(render(case, data))
    console.print(facts_table(case, mind.policy), trials_table(case.decision, mind.policy))
    typer.echo(f"Se ha decidido con {sight.called}.")


def _mind_of_settings(ours: Sight, rules: Path) -> Mind:
    if ours.house is None or ours.school is None:
        raise InputError("Diga con qué matrícula: --registry RegAlum.csv (o --config incidencias.toml).")
    return ours.house.mind(ours.school, rules=rules)
