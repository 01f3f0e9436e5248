"""`incidencias bulk`: a whole section's accounts. `incidencias link`: which account is whose."""

from __future__ import annotations

import csv
import getpass
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import typer

from bot.actions.passwords import new_password
from bot.bootstrap import House
from bot.bulk.reset import Bulk
from bot.bulk.sheet import sheet
from bot.commands.at import school_of
from bot.commands.output import ago, agreed, print_table, progress
from bot.errors import InputError, TransportError, why
from bot.model.register import Register
from bot.ports.bulk import BulkItem, BulkRun, BulkState
from bot.settings.values import School
from bot.store.bulk import SqlLinks
from bot.text.wording import BULK, called
from bot.text.words import fold

_UNDONE = (BulkState.WAITING, BulkState.SENDING, BulkState.FAILED)


def reset(
    config: Path | None,
    school: str | None,
    *,
    section: str,
    requested_by: str,
    system: str,
    dry_run: bool,
    even_active: bool,
    yes: bool,
    out: Path | None,
) -> None:
    """Look, show, ask, do, and write the sheet."""
    house, settings = school_of(config, school)
    bulk = house.bulk(settings, system)
    with progress("Buscando las cuentas") as (tell,):
        items = bulk.look(house.desk.register(settings.id), section, progress=tell)
    _show(section, items)
    renewed = {BulkState.WAITING, BulkState.ACTIVE} if even_active else {BulkState.WAITING}
    chosen = sum(item.state in renewed for item in items)
    if dry_run or not chosen:
        typer.echo(f"Se renovarían {chosen}. No se ha cambiado nada.")
        return
    if not yes and not agreed(f"¿Renovar la clave de {chosen} cuentas?"):
        raise InputError("No se ha cambiado nada.")
    number = bulk.start(
        items,
        section=section,
        requested_by=requested_by,
        even_active=even_active,
        actor=getpass.getuser(),
    )
    _do(house, settings, bulk, number, out)


def resume(config: Path | None, school: str | None, number: int, out: Path | None) -> None:
    """Go on where a reset was cut off."""
    house, settings = school_of(config, school)
    system = house.bulk(settings).book.run(settings.id, number).system
    _do(house, settings, house.bulk(settings, system), number, out)


def link(config: Path | None, school: str | None, file: Path, system: str) -> None:
    """Take over a list `persona;cuenta`. Raises InputError, with nothing changed, naming each wrong line."""
    house, settings = school_of(config, school)
    house.provider(settings, system)  # there must be such a system
    links = _read_links(file, house.desk.register(settings.id))
    SqlLinks(house.engine, settings.id, system).replace(links, actor=getpass.getuser(), now=datetime.now(UTC))
    typer.echo(f"{len(links)} cuentas con dueño. Sustituyen a las de la lista anterior.")


# --------------------------------------------------------------------------- doing


def _do(house: House, settings: School, bulk: Bulk, number: int, out: Path | None) -> None:
    try:
        with progress("Renovando") as (tell,):
            run = bulk.do(number, progress=tell)
    except TransportError as error:
        raise InputError(
            f"{error} Siga con «incidencias bulk --resume {number}»: nadie recibe dos claves."
        ) from None
    if any(item.password for item in run.of(BulkState.SET)):
        _write_sheet(house, settings, run, out or Path(f"claves-{number}.pdf"))
    _show(run.section, run.items)
    if run.unfinished:
        typer.echo(f"Quedan {len(run.unfinished)}: «incidencias bulk --resume {number}».")
    if run.of(*_UNDONE):
        raise SystemExit(1)


def _write_sheet(house: House, settings: School, run: BulkRun, path: Path) -> None:
    """Only when the file is there and its phrase is shown are the passwords forgotten."""
    phrase = new_password()
    try:
        path.write_bytes(sheet(run, phrase, school=settings.name, zone=settings.zone))
        path.chmod(0o600)
    except OSError as error:
        raise InputError(f"No se puede escribir {path} ({why(error)}): dé otro sitio con --out.") from None
    typer.echo(
        f"{path} es para {run.requested_by}. Se abre con: {phrase}\n"
        "Dígale la frase por otro camino que el fichero; no se guarda en ningún sitio."
    )
    house.bulk(settings, run.system).book.finished(run, actor=getpass.getuser(), now=datetime.now(UTC))


def _show(section: str, items: Sequence[BulkItem]) -> None:
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
    told = (f"{called(state, BULK)}: {counts[state]}" for state in BulkState if counts[state])
    typer.echo(", ".join(told))


# --------------------------------------------------------------------------- lists


def _read_links(file: Path, register: Register) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = file.read_text(encoding="cp1252")
    except OSError as error:
        raise InputError(f"No se puede leer {file} ({why(error)}).") from None
    links: dict[str, str] = {}
    mistakes = []
    rows = list(csv.reader(StringIO(text), delimiter=";" if ";" in text else ","))
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and [fold(c) for c in cells[:2]] == ["persona", "cuenta"]):
            continue
        if len(cells) < 2 or not all(cells[:2]):
            mistakes.append(f"{file.name}:{line}: hacen falta dos columnas, persona y cuenta.")
            continue
        person, login = cells[:2]
        key = f"alumnado/{person}" if person in register.students else person.upper()
        if person not in register.students and key not in register.guardians:
            mistakes.append(f"{file.name}:{line}: no hay nadie con «{person}» en la matrícula.")
        elif key in links:
            mistakes.append(f"{file.name}:{line}: «{person}» aparece dos veces.")
        elif login in links.values():
            mistakes.append(f"{file.name}:{line}: la cuenta «{login}» tiene ya otro dueño.")
        else:
            links[key] = login
    if mistakes:
        raise InputError("\n".join(mistakes))
    return links
