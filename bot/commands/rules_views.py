"""Tables of `incidencias rules …`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.table import Column, Table
from rich.text import Text

from bot.decision.compare import Change, conditions
from bot.decision.facts import vocabulary
from bot.decision.policy import NO_RULE, Policy, rules_files
from bot.decision.rulebook import FILE
from bot.decision.vocabulary import Limits, Situation
from bot.model.case import Case
from bot.model.decision import Action, Decision, History

_COLOURS = {
    Action.REGENERATE: "green",
    Action.ASK: "yellow",
    Action.SELF_HELP: "cyan",
    Action.ESCALATE: "magenta",
    Action.CLOSE: "dim",
    Action.IGNORE: "dim",
}


def policy_table(policy: Policy) -> Table:
    """The rules in their order."""
    table = Table("", "regla", "cuando", "entonces", "motivo", "respuesta", "para qué", show_lines=True)
    for number, rule in enumerate((*policy.rules, NO_RULE), 1):
        table.add_row(
            str(number),
            rule.name,
            Text(conditions(rule).replace(", ", "\n")),
            Text(rule.then.value, style=_COLOURS[rule.then]),
            rule.reason or "",
            Text("\n".join(p for p in (rule.reply, rule.article) if p) or "ninguna"),
            Text(rule.about),
        )
    return table


def limits_table(policy: Policy) -> Table:
    """The numbers and phrases that facts are measured by."""
    table = Table("límite", "valor", "qué es")
    for name, field in Limits.model_fields.items():
        value = getattr(policy.limits, name)
        table.add_row(name, Text(str(value or "–")), field.description)
    return table


def vocabulary_table(policy: Policy) -> Table:
    """Every fact, its values and where it comes from."""
    table = Table("hecho", "qué dice", "valores", "de dónde sale", show_lines=True)
    for fact in vocabulary(policy.limits).values():
        values = "\n".join(f"{value}: {meaning}" for value, meaning in fact.values.items())
        table.add_row(fact.name, Text(fact.about), Text(values), Text(fact.source))
    return table


def facts_table(case: Case, policy: Policy) -> Table:
    """The facts of one mail: value, meaning, where it comes from, the words behind it."""
    situation = Situation(
        message=case.message,
        claim=case.whole,
        match=case.match,
        thread=case.thread,
        history=History(),  # words of the mail do not depend on it
        limits=policy.limits,
    )
    table = Table(Column("hecho", no_wrap=True), Column("valor", no_wrap=True), title="Hechos")
    for header in ("qué significa", "de dónde sale", "palabras"):
        table.add_column(header)
    for fact in vocabulary(policy.limits).values():
        value = case.decision.facts[fact.name]
        finding = fact.shown_by(situation)
        table.add_row(
            Text(fact.name, style="" if value == fact.usual else "bold"),
            value,
            Text(f"{fact.about}: {fact.values[value]}"),
            Text(fact.source),
            Text(f"«{finding.text}»" if finding else ""),
        )
    return table


def trials_table(decision: Decision, policy: Policy) -> Table:
    """Every rule asked, up to the one that decided, and what spoke against the others."""
    about = {rule.name: rule.about for rule in (*policy.rules, NO_RULE)}
    table = Table("regla", "", "por qué", title="Reglas miradas")
    for trial in decision.trials:
        style = "bold green" if trial.hit else "dim"
        table.add_row(
            Text(trial.rule, style=style),
            "sí" if trial.hit else "no",
            Text(about[trial.rule] if trial.hit else trial.because, style=style),
        )
    return table


def changes_table(changes: Iterable[Change]) -> Table:
    """What a draft changes."""
    table = Table("dónde", "qué", "antes", "después", show_lines=True)
    for change in changes:
        table.add_row(change.where, change.what, Text(change.before), Text(change.after))
    return table


def other_files_changed(old: Path, new: Path) -> list[str]:
    """The other rules files that differ, or that only one of the two directories has."""
    names = {*rules_files(old), *rules_files(new)} - {Path(FILE)}
    return sorted(name.as_posix() for name in names if _content(old / name) != _content(new / name))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
