"""`incidencias rules thresholds`: what other thresholds would have done with the decided cases."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import AsJson, Config, SchoolId, Since, Until
from bot.text.amounts import amount


def thresholds(
    config: Config = None,
    school: SchoolId = None,
    since: Since = None,
    until: Until = None,
    *,
    json: AsJson = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FICHERO", help="Guarda también el gráfico.")
    ] = None,
) -> None:
    """Cuántos casos irían solos, cuántos a una persona y cuántos mal, con otros límites de seguridad."""
    from rich.console import Console

    from bot.commands.output import print_lines, write_file
    from bot.commands.rules.charts import threshold_svg, threshold_table
    from bot.commands.rules.past import Past
    from bot.decision.policy import Policy
    from bot.store.cases.aftermath import steps_by_ticket
    from bot.tuning.thresholds import GRID, curve, truth

    past = Past.open(config, school)
    policy = Policy.load(past.house.rules(past.school))
    steps = steps_by_ticket(past.house.engine, past.school.id)
    mails = [mail for part in past.mails(since=since, until=until) for mail in part]
    cases = [(mail, truth(mail, steps.get(mail.ticket, []))) for mail in mails]
    curves = {limit: curve(cases, policy, limit) for limit in GRID}
    now = {limit: getattr(policy.limits, limit) for limit in GRID}
    if svg is not None:
        write_file(svg, threshold_svg(curves, now).encode("utf-8"))
    if json:
        report: dict[str, object] = {
            limit: [asdict(point) for point in points] for limit, points in curves.items()
        }
        print_lines([{"mails": len(cases), **report}])
        return
    fit = next(iter(curves.values()))[0].cases
    typer.echo(
        f"De {amount(len(cases), 'correo decidido', 'correos decididos')}, "
        f"{amount(fit, 'cumple', 'cumplen')} lo demás para renovar: de eso trata la tabla.\n"
        "«Mal»: una persona decidió después otra cosa, o la familia dijo que no lo había pedido.\n"
    )
    for limit, points in curves.items():
        Console(highlight=False).print(threshold_table(limit, points, now[limit]))
    if svg is not None:
        typer.echo(f"Gráfico: {svg}")
