"""`incidencias rules estimate`: match weights from the school's own cases, beside those in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from bot.commands.output import as_dict, print_lines, progress
from bot.commands.rules_past import Past
from bot.decision.conversation import merge_claims
from bot.errors import InputError
from bot.matchers.linkage import MatchingRules
from bot.rules.directory import load_rules, read_text
from bot.store.aftermath import APPROVED, steps_by_ticket
from bot.store.past import PastMail
from bot.tuning.estimation import Known, Weight, estimate

_FILE = "matching.yaml"
_CAPTION = "–: visto muy pocas veces; se queda el de ahora, si no pasa del de coincidir del todo"


def run(config: Path | None, school: str | None, *, out: Path | None, as_json: bool) -> None:
    """Print the table, or a line a weight; `out` gets a draft of matching.yaml. Nothing is applied.

    Raises InputError when there are too few cases, or `out` exists.
    """
    past = Past.open(config, school)
    if out is not None and out.exists():
        raise InputError(f"{out} ya existe: indique otro fichero.")
    steps = steps_by_ticket(past.house.engine, past.school.id)
    newest = {mail.ticket: mail for part in past.mails() for mail in part}
    chosen = {
        ticket: step.account for ticket, found in steps.items() for step in found if step.kind == APPROVED
    }
    cases = list(_known(newest.values(), chosen))
    mind = past.house.mind(past.school)
    with progress("Estimando") as (tell,):
        weights = estimate(cases, mind.index, mind.weights, tell)
    if not any(w.estimated is not None for w in weights):
        raise InputError(f"Con {len(cases)} casos no se puede estimar ningún peso todavía: hacen falta más.")
    if out is not None:
        _write_draft(past.house.rules(past.school), weights, out)
    if as_json:
        print_lines(as_dict(weight) for weight in weights)
        return
    Console(highlight=False).print(
        _table(weights, len(cases), sum(case.account is not None for case in cases))
    )
    if out is None:
        typer.echo("No se ha cambiado nada. Con --out FICHERO se escribe un borrador de matching.yaml.")
        return
    typer.echo(
        f"Borrador: {out}. No se aplica solo: cópielo a una copia de las reglas y pruébela "
        "con «incidencias rules replay --rules CARPETA»."
    )


def _known(mails: Iterable[PastMail], chosen: dict[str, str | None]) -> Iterable[Known]:
    """One case a conversation, whatever was said in it; those that name nobody teach nothing."""
    for mail in mails:
        claim = merge_claims(mail.thread.claims, mail.claim)
        if claim.students and claim.guardian is not None:
            yield Known(claim, chosen.get(mail.ticket))


def _table(weights: Sequence[Weight], cases: int, decided: int) -> Table:
    title = f"Pesos según {cases} casos ({decided} decididos por una persona)"
    table = Table(title=title, title_justify="left", caption=_CAPTION)
    table.add_column("dato")
    table.add_column("nivel")
    for header in ("ahora", "estimado", "veces", "por azar", "borrador"):
        table.add_column(header, justify="right")
    for w in weights:
        estimated = "–" if w.estimated is None else f"{w.estimated:+.1f}"
        figures = (f"{w.present:+.1f}", estimated, f"{w.seen:.0f}", f"{w.by_chance:.2%}", f"{w.draft:+.1f}")
        table.add_row(w.comparison, w.level, *figures)
    return table


def _write_draft(rules: Path, weights: Sequence[Weight], out: Path) -> None:
    """The file in force, comments and all, with the estimated weights."""
    editor = YAML(typ="rt")  # keeps the comments
    editor.width = 110
    data = editor.load(read_text(rules / _FILE))
    for w in weights:
        if w.draft != w.present:
            data[w.comparison][w.level] = round(w.draft, 1)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        editor.dump(data, file)
    load_rules(out.parent, out.name, MatchingRules)
