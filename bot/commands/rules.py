"""`incidencias rules …`: look at the policy, check it, try it on past mails, put it in force."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that `--help` answers at once

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import Config, SchoolId

rules_app = typer.Typer(
    help="Las reglas con que se decide: verlas, comprobarlas y probarlas.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

golden_app = typer.Typer(
    help="Casos bien decididos, que unas reglas nuevas no pueden cambiar.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
rules_app.add_typer(golden_app, name="golden")

AsJson = Annotated[bool, typer.Option("--json", help="Como JSON.")]
Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="FECHA", formats=["%Y-%m-%d"], help="Solo desde ese día: 2026-10-01."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="FECHA", formats=["%Y-%m-%d"], help="Solo hasta ese día, incluido."),
]
Number = Annotated[str, typer.Argument(metavar="CASO", help="Número del caso, p. ej. K7QM2X.")]
Draft = Annotated[Path, typer.Argument(metavar="CARPETA", help="Carpeta con el borrador de las reglas.")]

RulesDir = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="CARPETA", help="Otra carpeta de reglas; sin ella, las que están en vigor."
    ),
]


@rules_app.command()
def check(
    rules: RulesDir = None, config: Config = None, school: SchoolId = None, *, json: AsJson = False
) -> None:
    """Comprueba todos los ficheros de reglas y los ejemplos de cada regla. Código 2 si hay algo mal."""
    from bot.commands import rules_run
    from bot.commands.rules_sight import Sight

    rules_run.check(Sight.of(config, school, rules), as_json=json)


@rules_app.command()
def show(
    rules: RulesDir = None, config: Config = None, school: SchoolId = None, *, json: AsJson = False
) -> None:
    """Muestra la política como una tabla: la primera regla que encaja decide."""
    from bot.commands import rules_run
    from bot.commands.rules_sight import Sight

    rules_run.show(Sight.of(config, school, rules), as_json=json)


@rules_app.command()
def explain(
    mail: Annotated[Path, typer.Argument(metavar="CORREO.eml", help="Correo que se quiere entender.")],
    registry: Annotated[
        Path | None,
        typer.Option("--registry", help="Exportación de Séneca (RegAlum); sin ella, la matrícula cargada."),
    ] = None,
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    authserv_id: Annotated[
        str | None,
        typer.Option("--authserv-id", help="Nombre de nuestro servidor en Authentication-Results."),
    ] = None,
    *,
    json: AsJson = False,
) -> None:
    """Cuenta por qué se decidiría así: qué reglas se miran, cada hecho, y lo que pesa cada dato."""
    from bot.commands import rules_explain

    rules_explain.run(
        mail, config, school, rules=rules, registry=registry, authserv_id=authserv_id, as_json=json
    )


@rules_app.command()
def schema(
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    table: Annotated[bool, typer.Option("--table", help="Como tabla para leer, no como JSON.")] = False,
) -> None:
    """Los hechos que una regla puede mirar y sus valores: JSON Schema para el editor, o una tabla."""
    from bot.commands import rules_run
    from bot.commands.rules_sight import Sight

    rules_run.schema(Sight.of(config, school, rules), table=table)


@rules_app.command()
def diff(
    draft: Annotated[Path, typer.Argument(metavar="CARPETA", help="Borrador que se compara.")],
    rules: RulesDir = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
) -> None:
    """Qué cambia en un borrador respecto a las reglas en vigor, y qué casos se decidirían de otro modo."""
    from bot.commands import rules_run
    from bot.commands.rules_sight import Sight

    rules_run.diff(draft, Sight.of(config, school, rules), as_json=json)


@rules_app.command()
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
    from bot.commands.rules_replay import run

    run(
        config,
        school,
        rules=rules,
        since=since and since.date(),
        until=until and until.date(),
        as_json=json,
        names=names,
    )


@rules_app.command()
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
    from bot.commands.rules_thresholds import run

    days = {"since": since and since.date(), "until": until and until.date()}
    run(config, school, **days, as_json=json, svg=svg)


@rules_app.command()
def publish(draft: Draft, config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Pone en vigor un borrador si está bien escrito y respeta los casos de oro. Guarda cada versión."""
    from bot.commands import rules_publish

    rules_publish.publish(config, school, draft, as_json=json)


@rules_app.command()
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
    from bot.commands import rules_publish

    rules_publish.rollback(config, school, version, as_json=json)


@rules_app.command()
def versions(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Las versiones publicadas, y cuál está en vigor."""
    from bot.commands import rules_publish

    rules_publish.versions(config, school, as_json=json)


@rules_app.command()
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
    from bot.commands import rules_shadow

    if (draft is not None) + report + stop != 1:
        raise typer.BadParameter("indique la CARPETA del borrador, --report o --stop")
    if draft is not None:
        rules_shadow.start(config, school, draft, days)
    elif stop:
        rules_shadow.stop(config, school)
    else:
        rules_shadow.report(config, school, as_json=json)


@rules_app.command()
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
    from bot.commands.rules_estimate import run

    run(config, school, out=out, as_json=json)


@golden_app.command("add")
def golden_add(number: Number, config: Config = None, school: SchoolId = None) -> None:
    """Da un caso por bien decidido: desde ahora, ninguna versión que se publique puede cambiarlo."""
    from bot.commands import rules_publish

    rules_publish.golden_add(config, school, number)


@golden_app.command("remove")
def golden_remove(number: Number, config: Config = None, school: SchoolId = None) -> None:
    """Quita un caso de los de oro."""
    from bot.commands import rules_publish

    rules_publish.golden_remove(config, school, number)


@golden_app.command("list")
def golden_list(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Los casos de oro."""
    from bot.commands import rules_publish

    rules_publish.golden_list(config, school, as_json=json)
