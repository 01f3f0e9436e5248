"""`incidencias rules shadow`: a draft runs beside the rules in force, and only its differences are noted."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from bot.commands.output import as_dict, print_lines, print_table
from bot.commands.rules_past import Past
from bot.errors import InputError
from bot.mind.rule_check import ensure_sound
from bot.store import trials
from bot.tuning.replay import Verdict


def start(config: Path | None, school: str | None, directory: Path, days: int) -> None:
    """Try a draft from now on. Raises InputError when it is not sound."""
    past, now = Past.open(config, school), datetime.now(UTC)
    ensure_sound(directory)
    trial = trials.start_trial(
        past.house.engine,
        past.school.id,
        directory,
        until=now + timedelta(days=days),
        by=getpass.getuser(),
        now=now,
    )
    typer.echo(
        f"A prueba hasta el {past.school.local(trial.until):%d/%m/%Y %H:%M}: versión {trial.policy_version}. "
        "Se decide como hasta ahora; lo que el borrador decidiría de otro modo lo dice "
        "«incidencias rules shadow --report»."
    )


def stop(config: Path | None, school: str | None) -> None:
    """End the trial; what it found stays."""
    past = Past.open(config, school)
    trials.stop_trial(past.house.engine, past.school.id, by=getpass.getuser(), now=datetime.now(UTC))
    typer.echo("Ya no hay ningún borrador a prueba. El informe se conserva.")


def report(config: Path | None, school: str | None, *, as_json: bool) -> None:
    """What the draft would have decided differently so far. Raises InputError when there was never one."""
    past = Past.open(config, school)
    trial = trials.last_trial(past.house.engine, past.school.id)
    if trial is None:
        raise InputError("No ha habido ningún borrador a prueba: incidencias rules shadow CARPETA.")
    found = trials.differences_of(past.house.engine, past.school.id)
    if as_json:
        print_lines([{"trial": as_dict(trial), "differences": [as_dict(d) for d in found]}])
        return
    local, running = past.school.local, trial.until > datetime.now(UTC)
    typer.echo(
        f"Borrador {trial.policy_version}, {'a prueba' if running else 'probado'} del "
        f"{local(trial.started_at):%d/%m/%Y} al {local(trial.until):%d/%m/%Y}: "
        f"{trial.mails} correos mirados; {len(found)} se decidirían de otro modo."
    )
    counts = Counter((_said(d.old), _said(d.new)) for d in found)
    print_table(
        "Cambios", ("se decidió", "con el borrador", "correos"), ((*k, n) for k, n in counts.most_common())
    )
    print_table(
        "Casos",
        ("caso", "correo", "cuándo", "se decidió", "con el borrador"),
        ((d.ticket, d.mail, f"{local(d.at):%d/%m/%Y %H:%M}", _said(d.old), _said(d.new)) for d in found),
    )


def _said(verdict: Mapping[str, object]) -> str:
    return str(Verdict(**verdict))  # type: ignore[arg-type]  # as `Verdict.as_json` wrote it
