"""`incidencias rules publish · rollback · versions · golden`: the rules in force, and what binds them."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.output import as_dict, print_lines, print_table
from bot.commands.rules_past import Past
from bot.decision.policy import rules_version
from bot.store import golden, rule_versions
from bot.store.rule_versions import DIRECTORY
from bot.tuning import publishing


def publish(config: Path | None, school: str | None, directory: Path, *, as_json: bool) -> None:
    """Put a directory in force when it is sound and keeps to the golden cases; else say why not.

    Raises InputError.
    """
    past = Past.open(config, school)
    published = publishing.publish(
        past.house.engine,
        past.school.id,
        directory,
        mind=lambda rules: past.house.mind(past.school, rules=rules),
        by=getpass.getuser(),
        now=datetime.now(UTC),
        slices=lambda mails: past.mails(mails=mails),
    )
    if as_json:
        golden_cases = {"golden_checked": published.kept, "golden_outdated": published.outdated}
        print_lines([as_dict(published.version) | golden_cases])
        return
    made = published.version
    typer.echo(
        f"Publicada: versión {made.version} ({made.policy_version}). Casos de oro comprobados: "
        f"{published.kept}. Un programa en marcha la usa desde el próximo correo."
    )
    if published.outdated:
        typer.echo(
            "Casos de oro que ya no sirven, porque la ficha de la familia ha cambiado y tampoco las reglas "
            f"de antes los decidirían igual: {', '.join(published.outdated)}. Se quitan con: "
            "incidencias rules golden remove CASO"
        )


def rollback(config: Path | None, school: str | None, version: int | None, *, as_json: bool) -> None:
    """Put an earlier version in force."""
    past = Past.open(config, school)
    back = rule_versions.rollback(
        past.house.engine, past.school.id, version, by=getpass.getuser(), now=datetime.now(UTC)
    )
    directory = past.house.wanted_rules(past.school)
    if as_json:
        print_lines(
            [{"version": back.version if back else DIRECTORY, "policy_version": rules_version(directory)}]
        )
        return
    typer.echo(
        f"En vigor: versión {back.version} ({back.policy_version})."
        if back
        else f"En vigor: la carpeta de la configuración, {directory}."
    )


def versions(config: Path | None, school: str | None, *, as_json: bool) -> None:
    """All published versions."""
    past = Past.open(config, school)
    local, rows = past.school.local, rule_versions.versions(past.house.engine, past.school.id)
    if as_json:
        print_lines(as_dict(row) for row in rows)
        return
    print_table(
        "Versiones publicadas",
        ("versión", "publicada", "por", "huella", "en vigor"),
        (
            (
                r.version,
                f"{local(r.at):%d/%m/%Y %H:%M}",
                r.actor,
                r.policy_version,
                "sí" if r.active else "",
            )
            for r in rows
        ),
    )
    if not any(r.active for r in rows):
        typer.echo(f"En vigor: la carpeta {past.house.wanted_rules(past.school)}.")


def golden_add(config: Path | None, school: str | None, number: str) -> None:
    """Mark a case as decided rightly."""
    past = Past.open(config, school)
    count = golden.add_golden(
        past.house.engine, past.school.id, number, by=getpass.getuser(), now=datetime.now(UTC)
    )
    typer.echo(f"{number}: {count} {'correo' if count == 1 else 'correos'} entre los casos de oro.")


def golden_remove(config: Path | None, school: str | None, number: str) -> None:
    """Take the mark away."""
    past = Past.open(config, school)
    golden.remove_golden(
        past.house.engine, past.school.id, number, by=getpass.getuser(), now=datetime.now(UTC)
    )
    typer.echo(f"{number}: ya no está entre los casos de oro.")


def golden_list(config: Path | None, school: str | None, *, as_json: bool) -> None:
    """All golden cases."""
    past = Past.open(config, school)
    local, rows = past.school.local, golden.golden_cases(past.house.engine, past.school.id)
    if as_json:
        print_lines(as_dict(row) for row in rows)
        return
    print_table(
        "Casos de oro",
        ("caso", "correo", "se decide", "motivo", "marcado", "por"),
        ((r.ticket, r.mail, r.action, r.reason, f"{local(r.at):%d/%m/%Y}", r.actor) for r in rows),
    )
