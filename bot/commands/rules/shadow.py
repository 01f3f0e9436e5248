"""`incidencias rules shadow`: a draft runs beside the rules in force, and only its differences are noted."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, Config, SchoolId
from bot.errors import InputError
from bot.text.amounts import amount

if TYPE_CHECKING:
    from bot.bootstrap import House
    from bot.settings.values import School


def shadow(
    draft: Annotated[
        Path | None, typer.Argument(metavar="CARPETA", help="Borrador que se pone a prueba.")
    ] = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="Durante cuántos días.")] = 7,
    report: Annotated[
        bool, typer.Option("--report", help="Qué habría decidido de otro modo hasta ahora.")
    ] = False,
    stop: Annotated[bool, typer.Option("--stop", help="Termina la prueba.")] = False,
    json: AsJson = False,
) -> None:
    """Prueba un borrador junto a las reglas en vigor: se anota en qué discrepa, y nunca actúa."""
    from bot.mind.rule_check import ensure_sound
    from bot.store.rules import trials

    if (draft is not None) + report + stop != 1:
        raise typer.BadParameter("indique la CARPETA del borrador, --report o --stop")
    (house, here), by, now = school_of(config, school), getpass.getuser(), datetime.now(UTC)
    if report:
        _report(house, here, as_json=json)
    elif draft is None:
        trials.stop_trial(house.engine, here.id, by=by, now=now)
        typer.echo("Ya no hay ningún borrador a prueba. El informe se conserva.")
    else:
        ensure_sound(draft)
        until = now + timedelta(days=days)
        trial = trials.start_trial(house.engine, here.id, draft, until=until, by=by, now=now)
        typer.echo(
            f"A prueba hasta el {here.local(trial.until):%d/%m/%Y %H:%M}: versión {trial.policy_version}. "
            "Se decide como hasta ahora; lo que el borrador decidiría de otro modo lo dice "
            "«incidencias rules shadow --report»."
        )


def _report(house: House, school: School, *, as_json: bool) -> None:
    """What the draft would have decided differently so far. Raises InputError when there was never one."""
    from bot.commands.output import print_lines, print_table
    from bot.store.rules import trials

    trial = trials.last_trial(house.engine, school.id)
    if trial is None:
        raise InputError("No ha habido ningún borrador a prueba: incidencias rules shadow CARPETA.")
    found = trials.differences_of(house.engine, school.id)
    if as_json:
        print_lines([{"trial": asdict(trial), "differences": [asdict(d) for d in found]}])
        return
    local, running = school.local, trial.until > datetime.now(UTC)
    typer.echo(
        f"Borrador {trial.policy_version}, {'a prueba' if running else 'probado'} del "
        f"{local(trial.started_at):%d/%m/%Y} al {local(trial.until):%d/%m/%Y}: "
        f"{amount(trial.mails, 'correo mirado', 'correos mirados')}; "
        f"{amount(len(found), 'se decidiría', 'se decidirían')} de otro modo."
    )
    verdicts = [(d, _said(d.old), _said(d.new)) for d in found]
    counts = Counter((old, new) for _, old, new in verdicts).most_common()
    print_table("Cambios", ("se decidió", "con el borrador", "correos"), ((*k, n) for k, n in counts))
    print_table(
        "Casos",
        ("caso", "correo", "cuándo", "se decidió", "con el borrador"),
        ((d.ticket, d.mail, f"{local(d.at):%d/%m/%Y %H:%M}", old, new) for d, old, new in verdicts),
    )


def _said(verdict: Mapping[str, object]) -> str:
    from bot.tuning.replay import Verdict

    return str(Verdict(**verdict))  # type: ignore[arg-type]  # as `Verdict.as_json` wrote it
