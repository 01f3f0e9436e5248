"""The commands. Each imports what it needs when it runs, so that `--help` answers at once."""
# ruff: noqa: PLC0415 - as said above

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import in_spanish
from bot.commands.accounts import accounts_app
from bot.commands.custody import audit_app, backup, erase, export, keys_app, purge, restore
from bot.commands.init_options import init
from bot.commands.options import Config, SchoolId
from bot.commands.queue import queue_app
from bot.commands.rules import rules_app
from bot.commands.staff import staff_app
from bot.commands.users import users_app
from bot.errors import IncidenciasError, InputError
from bot.model.ticket import TicketState

app = typer.Typer(
    help="incidencias: el asistente del buzón incidenciastde@ de un centro.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Una línea JSON por elemento.")]
RulesDir = Annotated[Path | None, typer.Option("--rules", help="Carpeta de reglas; sin ella, las de serie.")]
Registry = Annotated[
    Path, typer.Option("--registry", help="Exportación de Séneca (RegAlum).", show_default=False)
]


@app.callback()
def every_command() -> None:
    """Before each: its log lines go to standard error, without the values that a fault was about."""
    from bot.system import logs

    logs.configure()


@app.command()
def triage(
    mails: Annotated[
        list[Path], typer.Argument(metavar="CORREO.eml…", help="Correos que se quieren probar.")
    ],
    registry: Registry,
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            help="Carpeta de reglas; sin ella, las que están en vigor, o las de serie si no hay centro.",
        ),
    ] = None,
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Añade el texto leído y lo que se apartó.")] = False,
    authserv_id: Annotated[
        str | None,
        typer.Option("--authserv-id", help="Nombre de nuestro servidor en Authentication-Results."),
    ] = None,
) -> None:
    """Prueba en seco: qué se decidiría sobre unos correos y por qué. No toca nada."""
    from bot.commands.rules_sight import Sight
    from bot.commands.triage import run

    run(
        mails,
        registry,
        Sight.of(config, school, rules),
        as_json=json,
        with_text=text,
        authserv_id=authserv_id,
    )


@app.command()
def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="CARPETA", help="Correos etiquetados (labels.jsonl).")],
    registry: Annotated[
        Path | None, typer.Option("--registry", help="Exportación de Séneca del corpus.")
    ] = None,
    rules: RulesDir = None,
    *,
    json: AsJson = False,
    misses: Annotated[bool, typer.Option("--misses", help="Lista lo que falla.")] = False,
    only: Annotated[
        str | None, typer.Option("--only", help="Solo los correos cuyo nombre empieza así.")
    ] = None,
) -> None:
    """Ensayo sobre correos etiquetados: la tabla de aciertos."""
    from bot.commands.evaluate import run

    run(directory, registry, rules, as_json=json, show_misses=misses, only=only)


@app.command()
def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Atiende los correos de muestra, enseña la tabla y termina.")
    ] = False,
    port: Annotated[
        int | None, typer.Option("--port", help="Puerto de la página; sin él, 8000 o uno libre.")
    ] = None,
) -> None:
    """Todo en este ordenador, sin configurar nada: un centro inventado, sus correos y una página."""
    from bot.commands.demo import run

    run(once=once, port=port)


@app.command()
def worker(
    config: Config = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Una vuelta completa y termina.")] = False,
) -> None:
    """Lee los buzones, decide, actúa y contesta, sin que nadie lo atienda."""
    from bot.commands.worker import run

    run(config, once=once)


@app.command()
def console(config: Config = None) -> None:
    """Las páginas de la cola, para el navegador."""
    from bot.commands.console import run

    run(config)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FICHERO", help="Exportación de Séneca: .csv, .txt o .xls.")
    ],
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    may_empty: Annotated[
        bool, typer.Option("--may-empty", help="Es correcto que más de la mitad del alumnado cause baja.")
    ] = False,
) -> None:
    """Carga la matrícula (RegAlum): todo o nada, con un informe de lo que conviene corregir en Séneca."""
    from bot.commands.import_ import run

    run(config, school, file, as_json=json, may_empty=may_empty)


@app.command()
def tickets(
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    state: Annotated[
        list[TicketState] | None, typer.Option("--state", help="Solo los de este estado.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", help="Solo los de los últimos días.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="Cuántos como mucho.")] = 200,
) -> None:
    """Los casos, los últimos primero."""
    from bot.commands.tickets import tickets as run

    run(config, school, as_json=json, states=state or [], days=days, limit=limit)


@app.command()
def events(
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    ticket: Annotated[str | None, typer.Option("--ticket", help="Solo los de este caso.")] = None,
    after: Annotated[int, typer.Option("--after", help="Desde el número siguiente a este.")] = 0,
    limit: Annotated[int, typer.Option("--limit", help="Cuántos como mucho.")] = 1000,
) -> None:
    """El registro de todo lo que ha pasado, en orden."""
    from bot.commands.tickets import events as run

    run(config, school, as_json=json, ticket=ticket, after=after, limit=limit)


@app.command()
def pause(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Deja de actuar: el correo se sigue leyendo y guardando, pero no se decide ni se envía nada."""
    from bot.commands.switches import switch

    switch(config, school, on=False, as_json=json)


@app.command()
def resume(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Vuelve a actuar."""
    from bot.commands.switches import switch

    switch(config, school, on=True, as_json=json)


@app.command()
def migrate(config: Config = None) -> None:
    """Crea la base de datos o la pone al día."""
    from bot.commands.switches import bring_up_to_date

    bring_up_to_date(config)


@app.command()
def doctor(config: Config = None) -> None:
    """Comprueba cada conexión y cada ajuste, y dice qué hacer con lo que falle."""
    from bot.commands.doctor import run

    run(config)


@app.command()
def bulk(
    config: Config = None,
    school: SchoolId = None,
    *,
    section: Annotated[str | None, typer.Option("--section", help="Unidad: «1º ESO A».")] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Docente que lo pide; para esa persona es la hoja.")
    ] = None,
    system: Annotated[
        str, typer.Option("--system", help="Nombre de [school.systems.…]; sin él, [school.credentials].")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Solo enseña la lista.")] = False,
    even_active: Annotated[
        bool, typer.Option("--even-active", help="También las cuentas que ya se usan.")
    ] = False,
    resume: Annotated[int | None, typer.Option("--resume", help="Sigue una que se cortó.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Dónde se escribe la hoja (PDF cifrado).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="No pregunta.")] = False,
) -> None:
    """Renueva las claves del alumnado de un grupo y escribe una hoja cifrada para su docente."""
    from bot.commands import bulk as command

    if resume is not None:
        command.resume(config, school, resume, out)
    elif section is None or by is None:
        raise InputError("Diga qué grupo (--section) y quién lo pide (--by), o cuál sigue (--resume).")
    else:
        command.reset(
            config,
            school,
            section=section,
            requested_by=by,
            system=system,
            dry_run=dry_run,
            even_active=even_active,
            yes=yes,
            out=out,
        )


@app.command()
def link(
    file: Annotated[Path, typer.Argument(metavar="FICHERO", help="CSV con dos columnas: persona;cuenta.")],
    config: Config = None,
    school: SchoolId = None,
    *,
    system: Annotated[
        str, typer.Option("--system", help="Nombre de [school.systems.…]; sin él, [school.credentials].")
    ] = "",
) -> None:
    """Dice qué cuenta es de quién (DNI del tutor o Nº Id. Escolar) donde no basta con buscar."""
    from bot.commands.bulk import link as run

    run(config, school, file, system)


@app.command()
def train(
    out: Annotated[
        Path | None, typer.Option("--out", help="Dónde se guarda; sin ello, el modelo de serie.")
    ] = None,
) -> None:
    """Vuelve a entrenar el modelo que reconoce nombres, con la receta de la carpeta training."""
    from bot.commands.train import train as run

    run(*([out] if out else []))


for command in (init, backup, restore, purge, export, erase):
    app.command()(command)
app.add_typer(accounts_app, name="accounts")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(queue_app, name="queue")
app.add_typer(rules_app, name="rules")
app.add_typer(staff_app, name="staff")
app.add_typer(users_app, name="users")


def main() -> None:
    """Entry point: errors that people can mend are one sentence and exit code 2, or 75 when they may pass."""
    try:
        raise SystemExit(in_spanish.run(app))
    except IncidenciasError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
