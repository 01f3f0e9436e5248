"""`incidencias users …`: who may sign in to the console. The first admin is made here."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.at import house_of
from bot.commands.options import Config, SchoolId, group
from bot.errors import InputError
from bot.model.ticket import Role

if TYPE_CHECKING:
    from bot.bootstrap import House
    from bot.store.people.users import SqlUsers, User

users_app = group("Quién puede entrar en la consola.")

Name = Annotated[str, typer.Argument(metavar="USUARIO", help="Con el que se entra, p. ej. su correo.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="Fichero con la contraseña; sin él, se pregunta."),
]
Roles = Annotated[
    list[Role] | None,
    typer.Option("--role", help="coordinator (la cola), staff (sus grupos), admin (todo)."),
]


@users_app.command()
def add(
    name: Name,
    config: Config = None,
    school: SchoolId = None,
    role: Roles = None,
    full_name: Annotated[str, typer.Option("--full-name", help="Nombre y apellidos.")] = "",
    email: Annotated[str | None, typer.Option("--email", help="Su correo del centro.")] = None,
    password_file: PasswordFile = None,
    *,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Sin contraseña: entrará con la cuenta del centro.")
    ] = False,
) -> None:
    """Da de alta a una persona; sin --role, para llevar la cola."""
    from bot.console.passwords import new_hash

    house, users = _open(config)
    where = house.school(school)
    password_hash = None if no_password else new_hash(_password(password_file), name=name)
    user = users.add(
        name,
        full_name=full_name,
        email=email,
        password_hash=password_hash,
        roles={where.id: role or [Role.COORDINATOR]},
        by=getpass.getuser(),
        now=datetime.now(UTC),
    )
    typer.echo(f"{user.name}: puede entrar en {where.name}.")


@users_app.command("list")
def list_(config: Config = None) -> None:
    """Quién puede entrar, y para qué."""
    from bot.commands.output import ago, print_table

    _, users = _open(config)
    print_table(
        "Usuarios",
        ("usuario", "nombre", "papeles", "entra con", "alta"),
        (
            (
                user.name,
                user.full_name,
                " · ".join(f"{school}: {', '.join(sorted(roles))}" for school, roles in user.roles.items()),
                "no puede entrar" if user.disabled_at else _means(user),
                ago(user.created_at),
            )
            for user in users.all()
        ),
    )


@users_app.command()
def roles(name: Name, config: Config = None, school: SchoolId = None, role: Roles = None) -> None:
    """Cambia para qué entra en un centro; sin --role, para nada."""
    house, users = _open(config)
    where = house.school(school)
    user = _named(users, name)
    users.grant(user.id, where.id, role or [], by=getpass.getuser(), now=datetime.now(UTC))
    typer.echo(f"{user.name}: {', '.join(role or []) or 'ya no entra'} en {where.name}.")


@users_app.command()
def password(
    name: Name,
    config: Config = None,
    password_file: PasswordFile = None,
    *,
    no_code: Annotated[
        bool, typer.Option("--no-code", help="Ha perdido el móvil: deja de pedirse su código.")
    ] = False,
) -> None:
    """Le pone otra contraseña y cierra sus sesiones."""
    from bot.console.passwords import new_hash

    _, users = _open(config)
    user = _named(users, name)
    users.set_password(user.id, new_hash(_password(password_file), name=user.name))
    if no_code:
        users.set_totp(user.id, None)
    typer.echo(f"{user.name}: contraseña cambiada.")


@users_app.command()
def disable(name: Name, config: Config = None) -> None:
    """No puede entrar más, desde ahora mismo."""
    _, users = _open(config)
    user = _named(users, name)
    users.disable(user.id, now=datetime.now(UTC))
    typer.echo(f"{user.name}: ya no puede entrar.")


@users_app.command()
def enable(name: Name, config: Config = None) -> None:
    """Puede entrar otra vez."""
    _, users = _open(config)
    user = _named(users, name)
    users.disable(user.id, now=None)
    typer.echo(f"{user.name}: puede entrar otra vez.")


def _open(config: Path | None) -> tuple[House, SqlUsers]:
    from bot.store.people.users import SqlUsers

    house = house_of(config, migrating=True)
    return house, SqlUsers(house.engine, house.box)


def _named(users: SqlUsers, name: str) -> User:
    user = users.named(name)
    if user is None:
        raise InputError(f"No hay ningún usuario «{name}». Mire «incidencias users list».")
    return user


def _password(file: Path | None) -> str:
    from bot.commands.output import read_file

    if file is None:
        typed: str = typer.prompt("Contraseña", hide_input=True, confirmation_prompt="Otra vez")
        return typed
    return read_file(file).decode().strip()


def _means(user: User) -> str:
    ways = [word for word, has in (("contraseña", user.password_hash), ("código", user.has_totp)) if has]
    return " y ".join(ways) or "la cuenta del centro"
