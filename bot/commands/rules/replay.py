"""`incidencias rules replay`: what would have been decided differently about past cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import AsJson, Config, SchoolId, Since, Until
from bot.text.amounts import amount

if TYPE_CHECKING:
    from bot.tuning.replay import Replayed


def replay(
    config: Config = None,
    school: SchoolId = None,
    since: Since = None,
    until: Until = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="CARPETA", help="Borrador; sin él, las reglas en vigor."),
    ] = None,
    *,
    json: AsJson = False,
    names: Annotated[bool, typer.Option("--names", help="Muestra también de quién es cada caso.")] = False,
) -> None:
    """Decide otra vez los correos pasados y muestra qué cambiaría. No toca nada."""
    from rich.console import Console

    from bot.commands.output import print_lines, print_table
    from bot.commands.rules.past import Past
    from bot.commands.rules.replay_views import as_json, cases_table, causes
    from bot.mind.rule_check import ensure_sound
    from bot.store.register.enrolment import imported_at
    from bot.tuning.replay import outcomes

    past = Past.open(config, school)
    if rules is not None:
        ensure_sound(rules)
    mind = past.house.mind(past.school, rules=rules)
    register = mind.index.register
    looked, unread = 0, 0
    changed: list[Replayed] = []
    for replayed in past.again(mind, since=since, until=until):
        looked += 1
        unread += not replayed.reread
        if replayed.changed:
            changed.append(replayed)
    why = causes(past, changed, register, draft=rules is not None)
    loaded = imported_at(past.house.engine, past.school.id)
    counts = outcomes(changed).most_common()
    if json:
        report = {
            "mails": looked,
            "changed": len(changed),
            "without_mail": unread,
            "register_loaded": loaded.isoformat() if loaded else None,
            "counts": [{"from": a, "to": b, "count": n} for (a, b), n in counts],
            "cases": [as_json(r, why, register, names=names) for r in changed],
        }
        print_lines([report])
        return
    typer.echo(
        f"{amount(looked, 'correo decidido', 'correos decididos')} otra vez: "
        f"{'cambia' if len(changed) == 1 else 'cambian'} {len(changed)}."
    )
    typer.echo(
        "Se decide con la matrícula de hoy"
        + (f", cargada el {past.school.local(loaded):%d/%m/%Y}" if loaded else "")
        + ": lo de cada familia puede no ser lo de entonces."
    )
    if unread:
        typer.echo(f"De {unread} ya no se guarda el correo: cuenta lo que se entendió entonces.")
    if changed:
        print_table("Cambios", ("se decidió", "se decidiría", "correos"), ((*k, n) for k, n in counts))
        Console(highlight=False).print(cases_table(changed, why, register, names=names))
