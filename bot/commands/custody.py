"""What is kept, for how long and how safely: copies, keys, the audit trail, retention, a family's data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.at import house_of, school_of
from bot.commands.options import By, Config, SchoolId, group
from bot.text.amounts import amount

keys_app = group("La clave que cifra los secretos guardados.")
audit_app = group("El registro encadenado.")

Who = Annotated[
    str,
    typer.Option(
        "--family",
        metavar="QUIÉN",
        help="DNI, teléfono, correo o nombre completo de un tutor, o número escolar del alumno.",
        show_default=False,
    ),
]
File = Annotated[Path, typer.Argument(metavar="FICHERO", show_default=False)]


def backup(file: File, config: Config = None) -> None:
    """Copia toda la base de datos en un fichero, sin parar nada. La clave va aparte."""
    from bot.store.custody.backup import backup as write

    counts = write(house_of(config).engine, file, now=datetime.now(UTC))
    typer.echo(
        f"Copia hecha en {file}: {amount(sum(counts.values()), 'fila', 'filas')}. Guarde con ella, "
        "en otro sitio, el fichero de la clave: sin él no se leen los secretos pendientes."
    )


def restore(file: File, config: Config = None) -> None:
    """Carga una copia en una base de datos vacía: todo o nada."""
    from bot.settings.config import load_settings_file
    from bot.store.custody.backup import restore as read
    from bot.store.engine import open_engine

    counts = read(open_engine(load_settings_file(config).store.url), file)
    typer.echo(
        f"Copia restaurada: {amount(sum(counts.values()), 'fila', 'filas')}. "
        "Compruébela con «incidencias doctor»."
    )


def purge(
    config: Config = None,
    school: SchoolId = None,
    days: Annotated[
        int | None, typer.Option("--days", min=30, help="Sin ello, los de [store] keep_days.")
    ] = None,
    by: By = "",
) -> None:
    """Borra los datos personales de los casos terminados hace tiempo; las cifras se quedan."""
    from bot.store.custody.forgetting import purge as forget_old

    house, here = school_of(config, school)
    now = datetime.now(UTC)
    kept = days or house.settings.store.keep_days
    count = forget_old(house.engine, here.id, before=now - timedelta(days=kept), now=now, by=by)
    typer.echo(
        f"Casos de hace más de {amount(kept, 'día', 'días')} "
        f"a los que se han borrado los datos personales: {count}."
    )


def export(who: Who, file: File, config: Config = None, school: SchoolId = None) -> None:
    """Todo lo que se guarda de una familia, en un ZIP para entregárselo (derecho de acceso)."""
    from bot.store.custody.families import export as write
    from bot.store.custody.families import find_family

    house, here = school_of(config, school)
    register = house.desk.register(here.id)
    family = find_family(register, who)
    count = write(house.engine, here.id, register, family, file)
    typer.echo(f"{file}: {amount(count, 'caso', 'casos')}.")
    if len(family.guardians) > 1:
        typer.echo("Atención: hay datos de más de un tutor. No entregue a uno los del otro.")


def erase(
    who: Who,
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Sin preguntar.")] = False,
) -> None:
    """Borra los correos y los datos de los casos de una familia (derecho de supresión). No se deshace."""
    from bot.commands.output import agreed
    from bot.store.custody.families import cases_of, find_family
    from bot.store.custody.forgetting import erase as forget

    house, here = school_of(config, school)
    numbers = cases_of(house.engine, here.id, find_family(house.desk.register(here.id), who))
    if not numbers:
        typer.echo("No se guarda ningún caso de esa familia.")
        return
    if not yes and not agreed(f"Se borrarán los datos de {amount(len(numbers), 'caso', 'casos')}. ¿Seguro?"):
        raise typer.Abort
    busy = forget(house.engine, here.id, numbers, now=datetime.now(UTC), by=by)
    typer.echo(f"Casos a los que se han borrado los datos personales: {len(numbers) - len(busy)}.")
    if busy:
        typer.echo(f"Con algo todavía pendiente (repítalo cuando termine): {', '.join(busy)}.")
        raise typer.Exit(1)


@keys_app.command()
def rotate(config: Config = None) -> None:
    """Vuelve a cifrar lo guardado con la primera clave del fichero; después puede quitar las antiguas."""
    from bot.store.secrets import rotate_keys

    house = house_of(config)
    count = rotate_keys(house.engine, house.box)
    typer.echo(
        f"Secretos cifrados con la clave nueva: {count}. Ya puede borrar las claves antiguas del fichero."
    )


@keys_app.command()
def new() -> None:
    """Escribe una clave nueva: póngala en la primera línea del fichero, encima de la antigua."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode("ascii"))


@audit_app.command()
def verify(config: Config = None, school: SchoolId = None) -> None:
    """Comprueba que nadie ha cambiado, quitado ni reordenado sucesos del registro."""
    from bot.store.events import verify as flaws_of

    house, here = school_of(config, school)
    flaws = flaws_of(house.engine, here.id)
    for flaw in flaws:
        typer.echo(f"Suceso {flaw.seq}: {flaw.what}.")
    if flaws:
        raise typer.Exit(1)
    typer.echo("El registro está entero.")
