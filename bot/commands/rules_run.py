"""What the commands of `incidencias rules` do that only look at rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer
from rich.console import Console

from bot.commands.output import as_dict, print_lines
from bot.commands.rules_sight import Sight
from bot.commands.rules_views import (
    changes_table,
    limits_table,
    other_files_changed,
    policy_table,
    vocabulary_table,
)
from bot.decision.compare import compare
from bot.decision.policy import Policy
from bot.decision.schema import json_schema
from bot.mind.rule_check import ensure_sound, problems_of


def check(sight: Sight, *, as_json: bool) -> None:
    """Print every mistake with its place, exit code 2; or one line when all is well."""
    problems = list(problems_of(sight.directory))
    policy = None if problems else Policy.load(sight.directory)
    if as_json:
        print_lines(
            [{"version": policy.version if policy else None, "problems": [as_dict(p) for p in problems]}]
        )
    elif policy:
        examples = sum(len(rule.examples) for rule in policy.rules)
        typer.echo(
            f"Todo en orden: {len(policy.rules)} reglas y {examples} ejemplos, versión {policy.version}.\n"
            f"Se han comprobado {sight.called}."
        )
    else:
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
    if problems:
        raise SystemExit(2)


def show(sight: Sight, *, as_json: bool) -> None:
    """Print the rules in their order and the limits."""
    policy = Policy.load(sight.directory)
    if as_json:
        rules = [rule.model_dump(mode="json", exclude_none=True) for rule in policy.rules]
        print_lines([{"version": policy.version, "limits": policy.limits.model_dump(), "rules": rules}])
        return
    typer.echo(f"Estas son {sight.called}.")
    Console(highlight=False).print(policy_table(policy), limits_table(policy))


def schema(sight: Sight, *, table: bool) -> None:
    """Print the vocabulary of facts."""
    if table:
        Console().print(vocabulary_table(Policy.load(sight.directory)))
    else:
        typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


def diff(draft: Path, sight: Sight, *, as_json: bool) -> None:
    """Print what the draft changes, and which examples it decides otherwise. Raises RulesError."""
    ensure_sound(draft)
    changes = list(compare(Policy.load(sight.directory), Policy.load(draft)))
    others = other_files_changed(sight.directory, draft)
    if as_json:
        print_lines([{"changes": [as_dict(change) for change in changes], "other_files": others}])
        return
    if changes:
        Console(highlight=False).print(changes_table(changes))
    for path in others:
        typer.echo(f"También cambia {path}")
    if not changes and not others:
        typer.echo("No cambia nada.")
    typer.echo(f"Se compara con {sight.called}.")
