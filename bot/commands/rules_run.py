"""What the commands of `incidencias rules` do; the directory is the shipped one when none is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rich.console import Console

from bot.commands.rules_views import (
    changes_table,
    limits_table,
    other_files_changed,
    policy_table,
    vocabulary_table,
)
from bot.decision.checks import missing_texts
from bot.decision.compare import compare
from bot.decision.policy import Policy
from bot.decision.schema import json_schema
from bot.mail.templates import article_names, check_templates, reply_names
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.linkage import MatchingRules
from bot.parsers.courses import CourseRules
from bot.parsers.intents import IntentRules
from bot.rules import Problem, RulesError, load_rules, shipped_rules


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


def problems_of(directory: Path) -> Iterator[Problem]:
    """Every mistake of a rules directory: decisions, matching, vocabularies and replies."""
    loaders: tuple[Callable[[], object], ...] = (
        partial(Policy.load, directory),
        partial(load_rules, directory, "matching.yaml", MatchingRules),
        partial(load_rules, directory, "intents.yaml", IntentRules),
        partial(load_rules, directory, "courses.yaml", CourseRules),
        partial(Hypocoristics.load, directory),
    )
    for load in loaders:
        try:
            load()
        except RulesError as error:
            yield from error.problems
        except OSError as error:
            yield Problem(str(error.filename), 0, 0, "falta este fichero de reglas")
    yield from check_templates(directory)
    try:
        yield from missing_texts(directory, reply_names(directory), article_names(directory))
    except RulesError:
        return  # decisions.yaml cannot be read: Policy.load has said so


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
