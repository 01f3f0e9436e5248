"""The command line of `incidencias init`; light, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Told = str | None


def _option(flag: str, explained: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, help=explained, show_default=False)
    return option


def init(
    config: Annotated[
        Path, typer.Option("--config", envvar="INCIDENCIAS_CONFIG", help="Fichero que se escribe.")
    ] = Path("incidencias.toml"),
    *,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help="No pregunta nada: lo que falte se da con opciones.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Sustituye el fichero si ya existe.")] = False,
    name: Annotated[Told, _option("--name", "Nombre del centro.")] = None,
    address: Annotated[Told, _option("--address", "Dirección del buzón.")] = None,
    id: Annotated[Told, _option("--id", "Identificador corto del centro.")] = None,  # noqa: A002 - its flag
    coordinator: Annotated[Told, _option("--coordinator", "Correo de quien coordina.")] = None,
    country: Annotated[Told, _option("--country", "ES o SV.")] = None,
    login: Annotated[Told, _option("--login", "password, google o microsoft.")] = None,
    username: Annotated[Told, _option("--username", "Usuario del correo.")] = None,
    imap_host: Annotated[Told, _option("--imap-host", "Servidor IMAP.")] = None,
    imap_security: Annotated[Told, _option("--imap-security", "tls, starttls o none.")] = None,
    imap_port: Annotated[Told, _option("--imap-port", "Puerto IMAP.")] = None,
    smtp_host: Annotated[Told, _option("--smtp-host", "Servidor SMTP.")] = None,
    smtp_security: Annotated[Told, _option("--smtp-security", "tls, starttls o none.")] = None,
    smtp_port: Annotated[Told, _option("--smtp-port", "Puerto SMTP.")] = None,
    client_id: Annotated[Told, _option("--client-id", "OAuth: client_id.")] = None,
    tenant: Annotated[Told, _option("--tenant", "OAuth: tenant de Microsoft.")] = None,
    authserv_id: Annotated[
        Told, _option("--authserv-id", "Nombre de nuestro servidor en Authentication-Results.")
    ] = None,
    credentials: Annotated[Told, _option("--credentials", "seneca o local.")] = None,
    sms: Annotated[Told, _option("--sms", "apprise, file o none.")] = None,
    store_url: Annotated[Told, _option("--store-url", "Base de datos: sqlite:///… o postgresql://…")] = None,
) -> None:
    """Asistente: escribe incidencias.toml y la clave de cifrado. Las contraseñas van en ficheros aparte."""
    told = {
        key: value for key, value in locals().items() if key not in ("config", "non_interactive", "force")
    }
    from bot.commands.init import run  # noqa: PLC0415 - heavy

    run(config, told, interactive=not non_interactive, force=force)
