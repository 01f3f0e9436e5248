"""`incidencias rules check · show · schema · diff`: what the rules are, as they are written."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import AsJson, Config, RulesDir, SchoolId
from bot.text.amounts import amount


def check(
    rules: RulesDir = None, config: Config = None, school: SchoolId = None, *, json: AsJson = False
) -> None:
    """Comprueba todos los ficheros de reglas y los ejemplos de cada regla. Código 2 si hay algo mal."""
    from bot.commands.output import print_lines
    from bot.commands.rules.sight import Sight
    from bot.decision.policy import Policy
    from bot.mind.rule_check import problems_of

    sight = Sight.of(config, school, rules)
    problems = list(problems_of(sight.directory))
    policy = None if problems else Policy.load(sight.directory)
    if json:
        print_lines(
            [{"version": policy.version if policy else None, "problems": [asdict(p) for p in problems]}]
        )
    elif policy:
        examples = sum(len(rule.examples) for rule in policy.rules)
        typer.echo(
            f"Todo en orden: {amount(len(policy.rules), 'regla', 'reglas')} y "
            f"{amount(examples, 'ejemplo', 'ejemplos')}, versión {policy.version}.\n"
            f"Se han comprobado {sight.called}."
        )
    else:
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
    if problems:
        raise SystemExit(2)


def show(
    rules: RulesDir = None, config: Config = None, school: SchoolId = None, *, json: AsJson = False
) -> None:
    """Muestra la política como una tabla: la primera regla que encaja decide."""
    from rich.console import Console

    from bot.commands.output import print_lines
    from bot.commands.rules.sight import Sight
    from bot.commands.rules.views import limits_table, policy_table
    from bot.decision.policy import Policy

    sight = Sight.of(config, school, rules)
    policy = Policy.load(sight.directory)
    if json:
        listed = [rule.model_dump(mode="json", exclude_none=True) for rule in policy.rules]
        print_lines([{"version": policy.version, "limits": policy.limits.model_dump(), "rules": listed}])
        return
    typer.echo(f"Estas son {sight.called}.")
    Console(highlight=False).print(policy_table(policy), limits_table(policy))


def schema(
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    table: Annotated[bool, typer.Option("--table", help="Como tabla para leer, no como JSON.")] = False,
) -> None:
    """Los hechos que una regla puede mirar y sus valores: JSON Schema para el editor, o una tabla."""
    from json import dumps

    from rich.console import Console

    from bot.commands.rules.sight import Sight
    from bot.commands.rules.views import vocabulary_table
    from bot.decision.policy import Policy
    from bot.decision.schema import json_schema

    if table:
        Console().print(vocabulary_table(Policy.load(Sight.of(config, school, rules).directory)))
    else:
        typer.echo(dumps(json_schema(), ensure_ascii=False, indent=1))


def diff(
    draft: Annotated[Path, typer.Argument(metavar="CARPETA", help="Borrador que se compara.")],
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
) -> None:
    """Qué cambia en un borrador respecto a las reglas en vigor, y qué casos se decidirían de otro modo."""
    from rich.console import Console

    from bot.commands.output import print_lines
    from bot.commands.rules.sight import Sight
    from bot.commands.rules.views import changes_table, other_files_changed
    from bot.decision.compare import compare
    from bot.decision.policy import Policy
    from bot.mind.rule_check import ensure_sound

    sight = Sight.of(config, school, rules)
    ensure_sound(draft)
    changes = list(compare(Policy.load(sight.directory), Policy.load(draft)))
    others = other_files_changed(sight.directory, draft)
    if json:
        print_lines([{"changes": [asdict(change) for change in changes], "other_files": others}])
        return
    if changes:
        Console(highlight=False).print(changes_table(changes))
    for path in others:
        typer.echo(f"También cambia {path}")
    if not changes and not others:
        typer.echo("No cambia nada.")
    typer.echo(f"Se compara con {sight.called}.")
