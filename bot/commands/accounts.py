"""`incidencias accounts …`: the account book of schools whose credentials are `local`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, By, Config, SchoolId, group

if TYPE_CHECKING:
    from bot.actions.credentials.local import LocalProvider
    from bot.bootstrap import House
    from bot.ports.accounts import BookEntry
    from bot.store.register.accounts import SqlAccountBook

accounts_app = group("El libro de cuentas propio (credenciales «local»).")

User = Annotated[str, typer.Argument(metavar="USUARIO", help="Nombre de usuario, p. ej. aruisan111.")]


@accounts_app.command("list")
def list_(config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Todas las cuentas: de quién son y cómo está su clave."""
    house, school_id, _, book = _open(config, school)
    _print(book.entries(), house, school_id, as_json=json)


@accounts_app.command()
def show(user: User, config: Config = None, school: SchoolId = None, *, json: AsJson = False) -> None:
    """Una cuenta."""
    house, school_id, provider, _ = _open(config, school)
    _print([provider.entry(user)], house, school_id, as_json=json)


@accounts_app.command()
def lock(
    user: User,
    config: Config = None,
    school: SchoolId = None,
    by: By = "",
    *,
    undo: Annotated[bool, typer.Option("--undo", help="La desbloquea.")] = False,
) -> None:
    """Bloquea una cuenta: ni vale su clave ni se le da otra, hasta que se desbloquee."""
    house, school_id, provider, _ = _open(config, school)
    provider.lock(user, locked=not undo)
    _note(house, school_id, "account_unlocked" if undo else "account_locked", by)
    typer.echo(f"{user}: {'desbloqueada' if undo else 'bloqueada'}.")


@accounts_app.command()
def expire(user: User, config: Config = None, school: SchoolId = None, by: By = "") -> None:
    """Anula ya la clave temporal de una cuenta. La que su dueño ha elegido no se toca."""
    house, school_id, provider, _ = _open(config, school)
    if not provider.expire(user, now=datetime.now(UTC)):
        typer.echo(f"{user}: no tiene ninguna clave temporal en vigor.")
        return
    _note(house, school_id, "account_expired", by)
    typer.echo(f"{user}: la clave temporal ya no vale.")


def state(entry: BookEntry, *, now: datetime) -> str:
    """How an account stands: "locked", "expired", "temporary" or "own" (its owner has chosen)."""
    if entry.locked:
        return "locked"
    if not entry.must_change:
        return "own"
    return "temporary" if entry.valid_until > now and entry.password_hash else "expired"


_STATES = {
    "locked": "bloqueada",
    "own": "elegida por su dueño",
    "temporary": "temporal",
    "expired": "temporal, caducada",
}


def _print(entries: list[BookEntry], house: House, school: str, *, as_json: bool) -> None:
    from bot.commands.output import print_lines, print_table

    now, register, local = datetime.now(UTC), house.desk.register(school), house.school(school).local
    lines = [
        {
            "username": entry.username,
            "guardian": entry.guardian,
            "name": str(guardian.name) if guardian else None,
            "state": state(entry, now=now),
            "valid_until": entry.valid_until.isoformat() if entry.must_change else None,
        }
        for entry in entries
        for guardian in [register.guardians.get(entry.guardian)]
    ]
    if as_json:
        print_lines(lines)
        return
    print_table(
        "Cuentas",
        ("usuario", "de quién", "clave", "hasta"),
        (
            (
                line["username"],
                line["name"] or "ya no está en la matrícula",
                _STATES[str(line["state"])],
                f"{local(entry.valid_until):%d/%m/%Y %H:%M}" if entry.must_change else "",
            )
            for line, entry in zip(lines, entries, strict=True)
        ),
    )


def _open(config: Path | None, school: str | None) -> tuple[House, str, LocalProvider, SqlAccountBook]:
    from bot.actions.credentials.local import LocalProvider
    from bot.errors import InputError
    from bot.store.register.accounts import SqlAccountBook

    house, settings = school_of(config, school)
    if settings.credentials.kind != "local":
        raise InputError(
            f"«{settings.id}» no tiene libro propio: sus cuentas las lleva «{settings.credentials.kind}» "
            "(kind, en [school.credentials])."
        )
    book = SqlAccountBook(house.engine, settings.id)
    return house, settings.id, LocalProvider(book), book


def _note(house: House, school: str, event: str, by: str) -> None:
    """Into the audit trail: who did what, not whose account it was (that is a family's datum)."""
    from bot.store.events import note

    note(house.engine, school, event, at=datetime.now(UTC), actor=by)
