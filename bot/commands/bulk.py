"""`incidencias bulk`: a whole section's accounts."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import Config, SchoolId, System
from bot.errors import InputError, TransportError
from bot.text.amounts import amount

if TYPE_CHECKING:
    from bot.bulk.reset import Bulk
    from bot.ports.bulk import BulkItem, BulkRun
    from bot.settings.values import School


def bulk(
    config: Config = None,
    school: SchoolId = None,
    *,
    section: Annotated[str | None, typer.Option("--section", help="Unidad: «1º ESO A».")] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Docente que lo pide; para esa persona es la hoja.")
    ] = None,
    system: System = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Solo enseña la lista.")] = False,
    even_active: Annotated[
        bool, typer.Option("--even-active", help="También las cuentas que ya se usan.")
    ] = False,
    resume: Annotated[int | None, typer.Option("--resume", help="Sigue una que se cortó.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Dónde se escribe la hoja (PDF cifrado).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="No pregunta.")] = False,
) -> None:
    """Renueva las claves del alumnado de un grupo y escribe una hoja cifrada para su docente."""
    from bot.commands.output import agreed, progress
    from bot.ports.bulk import BulkState

    house, settings = school_of(config, school)
    if resume is not None:
        system = house.bulk(settings).book.run(settings.id, resume).system
        _do(settings, house.bulk(settings, system), resume, out)
        return
    if section is None or by is None:
        raise InputError("Diga qué grupo (--section) y quién lo pide (--by), o cuál sigue (--resume).")
    reset = house.bulk(settings, system)
    with progress("Buscando las cuentas") as (tell,):
        items = reset.look(house.desk.register(settings.id), section, progress=tell)
    _show(section, items)
    renewed = {BulkState.WAITING, BulkState.ACTIVE} if even_active else {BulkState.WAITING}
    chosen = sum(item.state in renewed for item in items)
    if dry_run or not chosen:
        typer.echo(f"Cuentas que se renovarían: {chosen}. No se ha cambiado nada.")
        return
    if not yes and not agreed(f"¿Renovar la clave de {amount(chosen, 'cuenta', 'cuentas')}?"):
        raise InputError("No se ha cambiado nada.")
    number = reset.start(
        items, section=section, requested_by=by, even_active=even_active, actor=getpass.getuser()
    )
    _do(settings, reset, number, out)


def _do(school: School, bulk: Bulk, number: int, out: Path | None) -> None:
    """Renew what is left of it, and write the sheet."""
    from bot.commands.output import progress
    from bot.ports.bulk import BulkState

    try:
        with progress("Renovando") as (tell,):
            run = bulk.do(number, progress=tell)
    except TransportError as error:
        raise InputError(
            f"{error} Siga con «incidencias bulk --resume {number}»: nadie recibe dos claves."
        ) from None
    if any(item.password for item in run.of(BulkState.SET)):
        _write_sheet(school, bulk, run, out or Path(f"claves-{number}.pdf"))
    _show(run.section, run.items)
    if run.unfinished:
        typer.echo(f"Por renovar: {len(run.unfinished)}. Siga con «incidencias bulk --resume {number}».")
    if run.of(BulkState.WAITING, BulkState.SENDING, BulkState.FAILED):
        raise SystemExit(1)


def _write_sheet(school: School, bulk: Bulk, run: BulkRun, path: Path) -> None:
    """Only when the file is there and its phrase is shown are the passwords forgotten."""
    from bot.actions.passwords import new_password
    from bot.bulk.sheet import sheet
    from bot.commands.output import write_file

    phrase = new_password()
    write_file(path, sheet(run, phrase, school=school.name, zone=school.zone), private=True)
    typer.echo(
        f"{path} es para {run.requested_by}. Se abre con: {phrase}\n"
        "Dígale la frase por otro camino que el fichero; no se guarda en ningún sitio."
    )
    bulk.book.finished(run, actor=getpass.getuser(), now=datetime.now(UTC))


def _show(section: str, items: Sequence[BulkItem]) -> None:
    from bot.commands.output import ago, print_table
    from bot.ports.bulk import BulkState
    from bot.text.wording import BULK, called

    print_table(
        section,
        ("", "alumno", "cuenta", "última entrada", "estado", ""),
        (
            (
                item.number + 1,
                item.name,
                item.username,
                ago(item.last_sign_in),
                called(item.state, BULK),
                item.problem,
            )
            for item in items
        ),
    )
    counts = Counter(item.state for item in items)
    typer.echo(", ".join(f"{called(s, BULK)}: {counts[s]}" for s in BulkState if counts[s]))
