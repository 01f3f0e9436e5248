"""`incidencias console`: serve the coordinators' pages."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.commands.at import house_of
from bot.commands.options import Config
from bot.errors import InputError, why

if TYPE_CHECKING:
    from socket import socket


def console(config: Config = None) -> None:
    """Las páginas de la cola, para el navegador."""
    # Until SIGTERM or SIGINT. Raises InputError when the place to listen cannot be had.
    import uvicorn
    from rich.console import Console

    from bot.console.app import build_console
    from bot.system.private import keep_memory_private

    keep_memory_private()
    house = house_of(config, migrating=True)
    settings = house.settings.console
    door = _listen(settings.host, settings.port)
    where = house.settings.public_url or f"http://{settings.host}:{settings.port}/"
    minds = house.minds()
    for school in house.settings.school:
        minds(school.id)  # now, not when the first page is asked for
    Console(stderr=True).print(f"La consola espera en {where}", highlight=False)
    pages = build_console(house, minds=minds)
    pages.state.console.runs.resume()
    asked = uvicorn.Config(
        pages,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        server_header=False,
        date_header=False,
        log_level="warning",
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(asked).run(sockets=[door])


def _listen(host: str, port: int) -> socket:
    from bot.system.door import open_door

    try:
        return open_door(host, port)
    except OSError as error:
        raise InputError(
            f"La consola no puede escuchar en {host}:{port} ({why(error)}). "
            "Cambie host o port en [console], o pare lo que ya escuche ahí."
        ) from None
