"""Tables of `incidencias rules …`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.table import Column, Table
from rich.text import Text

from bot.commands.output import table
from bot.decision.compare import Change, conditions
from bot.decision.facts import vocabulary
from bot.decision.policy import NO_RULE, Policy
from bot.decision.rulebook import FILE
from bot.decision.vocabulary import Limits, Situation
from bot.model.case import Case
from bot.model.decision import Action, Decision, History
from bot.rules.files import rules_files
from bot.text.amounts import amount, decimal
from bot.tuning.estimation import Weight

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
    return table(
        "",
        ("", "regla", "cuando", "entonces", "motivo", "respuesta", "para qué"),
        (
            (
                number,
                rule.name,
                conditions(rule).replace(", ", "\n"),
                Text(rule.then.value, style=_COLOURS[rule.then]),
                rule.reason,
                "\n".join(p for p in (rule.reply, rule.article) if p) or "ninguna",
                rule.about,
            )
            for number, rule in enumerate((*policy.rules, NO_RULE), 1)
        ),
        lines=True,
    )


def limits_table(policy: Policy) -> Table:
    """The numbers and phrases that facts are measured by."""
    return table(
        "",
        ("límite", "valor", "qué es"),
        (
            (name, getattr(policy.limits, name) or "–", field.description)
            for name, field in Limits.model_fields.items()
        ),
    )


def vocabulary_table(policy: Policy) -> Table:
    """Every fact, its values and where it comes from."""
    return table(
        "",
        ("hecho", "qué dice", "valores", "de dónde sale"),
        (
            (fact.name, fact.about, "\n".join(f"{v}: {says}" for v, says in fact.values.items()), fact.source)
            for fact in vocabulary(policy.limits).values()
        ),
        lines=True,
    )


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
    rows = []
    for fact in vocabulary(policy.limits).values():
        value, finding = case.decision.facts[fact.name], fact.shown_by(situation)
        rows.append(
            (
                Text(fact.name, style="" if value == fact.usual else "bold"),
                value,
                f"{fact.about}: {fact.values[value]}",
                fact.source,
                f"«{finding.text}»" if finding else "",
            )
        )
    narrow = Column("hecho", no_wrap=True), Column("valor", no_wrap=True)
    return table("Hechos", (*narrow, "qué significa", "de dónde sale", "palabras"), rows)


def trials_table(decision: Decision, policy: Policy) -> Table:
    """Every rule asked, up to the one that decided, and what spoke against the others."""
    about = {rule.name: rule.about for rule in (*policy.rules, NO_RULE)}
    styles = ["bold green" if trial.hit else "dim" for trial in decision.trials]
    return table(
        "Reglas miradas",
        ("regla", "", "por qué"),
        (
            (
                Text(trial.rule, style=style),
                "sí" if trial.hit else "no",
                Text(about[trial.rule] if trial.hit else trial.because, style=style),
            )
            for trial, style in zip(decision.trials, styles, strict=True)
        ),
    )


def changes_table(changes: Iterable[Change]) -> Table:
    """What a draft changes."""
    rows = ((change.where, change.what, change.before, change.after) for change in changes)
    return table("", ("dónde", "qué", "antes", "después"), rows, lines=True)


def weights_table(weights: Iterable[Weight], cases: int, decided: int) -> Table:
    """Each weight as it is and as it was estimated of so many cases."""
    names = ("ahora", "estimado", "veces", "por azar", "borrador")
    made = table(
        f"Pesos según {amount(cases, 'caso', 'casos')} "
        f"({amount(decided, 'decidido', 'decididos')} por una persona)",
        ("dato", "nivel", *(Column(name, justify="right") for name in names)),
        (
            (
                *(w.comparison, w.level, decimal(w.present, "+.1f")),
                "–" if w.estimated is None else decimal(w.estimated, "+.1f"),
                *(f"{w.seen:.0f}", f"{decimal(100 * w.by_chance, '.2f')} %", decimal(w.draft, "+.1f")),
            )
            for w in weights
        ),
    )
    made.caption = "–: visto muy pocas veces; se queda el de ahora, si no pasa del de coincidir del todo"
    return made


def other_files_changed(old: Path, new: Path) -> list[str]:
    """The other rules files that differ, or that only one of the two directories has."""
    names = {*rules_files(old), *rules_files(new)} - {Path(FILE)}
    return sorted(name.as_posix() for name in names if _content(old / name) != _content(new / name))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
