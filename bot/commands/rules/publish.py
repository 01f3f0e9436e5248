"""`incidencias rules publish · rollback · versions`: the rules in force."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, Config, SchoolId


def publish(
    draft: Annotated[Path, typer.Argument(metavar="CARPETA", help="Carpeta con el borrador de las reglas.")],
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
) -> None:
    """Pone en vigor un borrador si está bien escrito y respeta los casos de oro. Guarda cada versión."""
    from bot.commands.output import print_lines
    from bot.commands.rules.past import Past
    from bot.tuning import publishing

    past = Past.open(config, school)
    published = publishing.publish(
        past.house.engine,
        past.school.id,
        draft,
        mind=lambda rules: past.house.mind(past.school, rules=rules),
        by=getpass.getuser(),
        now=datetime.now(UTC),
        slices=lambda mails: past.mails(mails=mails),
    )
    if json:
        golden = {"golden_checked": published.kept, "golden_outdated": published.outdated}
        print_lines([asdict(published.version) | golden])
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


def rollback(
    version: Annotated[
        int | None,
        typer.Argument(
            metavar="VERSIÓN", help="Sin número, la anterior; 0 es la carpeta de la configuración."
        ),
    ] = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
) -> None:
    """Vuelve a una versión publicada antes."""
    from bot.commands.output import print_lines
    from bot.rules.files import rules_version
    from bot.store.rules import versions as rule_versions

    house, here = school_of(config, school)
    back = rule_versions.rollback(house.engine, here.id, version, by=getpass.getuser(), now=datetime.now(UTC))
    directory = house.wanted_rules(here)
    if json:
        number = back.version if back else rule_versions.DIRECTORY
        print_lines([{"version": number, "policy_version": rules_version(directory)}])
        return
    typer.echo(
        f"En vigor: versión {back.version} ({back.policy_version})."
        if back
        else f"En vigor: la carpeta de la configuración, {directory}."
    )


def versions(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Las versiones publicadas, y cuál está en vigor."""
    from bot.commands.output import print_lines, print_table
    from bot.store.rules import versions as rule_versions

    house, here = school_of(config, school)
    rows = rule_versions.versions(house.engine, here.id)
    if json:
        print_lines(asdict(row) for row in rows)
        return
    print_table(
        "Versiones publicadas",
        ("versión", "publicada", "por", "huella", "en vigor"),
        (
            (
                r.version,
                f"{here.local(r.at):%d/%m/%Y %H:%M}",
                r.actor,
                r.policy_version,
                "sí" if r.active else "",
            )
            for r in rows
        ),
    )
    if not any(r.active for r in rows):
        typer.echo(f"En vigor: la carpeta {house.wanted_rules(here)}.")
