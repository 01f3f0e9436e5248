"""`incidencias rules explain`: why one mail would be decided as it would."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import AsJson, AuthservId, Config, RulesDir, SchoolId
from bot.errors import InputError


def explain(
    mail: Annotated[Path, typer.Argument(metavar="CORREO.eml", help="Correo que se quiere entender.")],
    registry: Annotated[
        Path | None,
        typer.Option("--registry", help="Exportación de Séneca (RegAlum); sin ella, la matrícula cargada."),
    ] = None,
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    authserv_id: AuthservId = None,
    *,
    json: AsJson = False,
) -> None:
    """Cuenta por qué se decidiría así: qué reglas se miran, cada hecho, y lo que pesa cada dato."""
    from rich.console import Console

    from bot.commands.case_page import render
    from bot.commands.output import print_lines, read_file
    from bot.commands.rules.sight import Sight
    from bot.commands.rules.views import facts_table, trials_table
    from bot.decision.explain import as_json
    from bot.mind.mind import mind_of_files
    from bot.tuning.rehearsal import infer_identity, rehearse

    content = read_file(mail)
    sight = Sight.of(config, school, rules)
    if registry is not None:
        mind = mind_of_files(registry, sight.directory, infer_identity([content], authserv_id))
    else:
        ours = Sight.in_force(config, school)
        if ours.house is None or ours.school is None:
            raise InputError("Diga con qué matrícula: --registry RegAlum.csv (o --config incidencias.toml).")
        mind = ours.house.mind(ours.school, rules=sight.directory)
    [(_, case)] = rehearse([(mail.stem, content)], mind, now=datetime.now(UTC))
    data = as_json(case, mind.index.register, file=mail.name)
    if json:
        asked = [asdict(trial) for trial in case.decision.trials]
        print_lines([{**data, "facts": dict(case.decision.facts), "rules_asked": asked}])
        return
    console = Console()
    console.print(render(case, data))
    console.print(facts_table(case, mind.policy), trials_table(case.decision, mind.policy))
    typer.echo(f"Se ha decidido con {sight.called}.")
