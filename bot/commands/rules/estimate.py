"""`incidencias rules estimate`: match weights from the school's own cases, beside those in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import AsJson, Config, SchoolId
from bot.errors import InputError
from bot.text.amounts import amount

if TYPE_CHECKING:
    from bot.store.cases.past import PastMail
    from bot.tuning.estimation import Known, Weight


def estimate(
    config: Config = None,
    school: SchoolId = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FICHERO", help="Escribe un borrador de matching.yaml."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Cuánto debería pesar cada dato según los casos del centro, junto a los pesos de ahora."""
    from rich.console import Console

    from bot.commands.output import print_lines, progress
    from bot.commands.rules.past import Past
    from bot.commands.rules.views import weights_table
    from bot.store.cases.aftermath import APPROVED, steps_by_ticket
    from bot.tuning import estimation

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
        weights = estimation.estimate(cases, mind.index, mind.weights, tell)
    if not any(w.estimated is not None for w in weights):
        raise InputError(
            f"Con {amount(len(cases), 'caso', 'casos')} "
            "no se puede estimar ningún peso todavía: hacen falta más."
        )
    if out is not None:
        _write_draft(past.house.rules(past.school), weights, out)
    if json:
        print_lines(asdict(weight) for weight in weights)
        return
    decided = sum(case.account is not None for case in cases)
    Console(highlight=False).print(weights_table(weights, len(cases), decided))
    if out is None:
        typer.echo("No se ha cambiado nada. Con --out FICHERO se escribe un borrador de matching.yaml.")
        return
    typer.echo(
        f"Borrador: {out}. No se aplica solo: cópielo a una copia de las reglas y pruébela "
        "con «incidencias rules replay --rules CARPETA»."
    )


def _known(mails: Iterable[PastMail], chosen: dict[str, str | None]) -> Iterable[Known]:
    """One case a conversation, whatever was said in it; those that name nobody teach nothing."""
    from bot.decision.conversation import merge_claims
    from bot.tuning.estimation import Known

    for mail in mails:
        claim = merge_claims(mail.thread.claims, mail.claim)
        if claim.students and claim.guardian is not None:
            yield Known(claim, chosen.get(mail.ticket))


def _write_draft(rules: Path, weights: Sequence[Weight], out: Path) -> None:
    """The file in force, comments and all, with the estimated weights."""
    from ruamel.yaml import YAML

    from bot.matchers.linkage import MatchingRules
    from bot.rules.directory import load_rules, read_text

    editor = YAML(typ="rt")  # keeps the comments
    editor.width = 110
    data = editor.load(read_text(rules / "matching.yaml"))
    for w in weights:
        if w.draft != w.present:
            data[w.comparison][w.level] = round(w.draft, 1)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        editor.dump(data, file)
    load_rules(out.parent, out.name, MatchingRules)
