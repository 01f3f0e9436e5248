"""What the commands of `incidencias rules` do; the directory is the shipped one when none is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console

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
from bot.rule_check import problems_of
from bot.rules import shipped_rules


def check(rules: Path | None) -> None:
    """Print every mistake with its place, exit code 2; or one line when all is well."""
    directory = rules or shipped_rules()
    problems = list(problems_of(directory))
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        raise SystemExit(2)
    policy = Policy.load(directory)
    examples = sum(len(rule.examples) for rule in policy.rules)
    sys.stdout.write(
        f"Todo en orden: {len(policy.rules)} reglas y {examples} ejemplos, versión {policy.version}.\n"
    )


def show(rules: Path | None) -> None:
    """Print the rules in their order and the limits."""
    policy = Policy.load(rules or shipped_rules())
    Console().print(policy_table(policy), limits_table(policy))


def schema(rules: Path | None, *, table: bool) -> None:
    """Print the vocabulary of facts."""
    if table:
        Console().print(vocabulary_table(Policy.load(rules or shipped_rules())))
    else:
        sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n")


def diff(draft: Path, rules: Path | None) -> None:
    """Print what the draft changes, and which examples it decides otherwise."""
    directory = rules or shipped_rules()
    changes = list(compare(Policy.load(directory), Policy.load(draft)))
    others = other_files_changed(directory, draft)
    console = Console()
    if changes:
        console.print(changes_table(changes))
    for path in others:
        console.print(f"También cambia {path}", markup=False, highlight=False)
    if not changes and not others:
        console.print("No cambia nada.")
