"""`incidencias console`: serve the coordinators' pages."""

from __future__ import annotations

from pathlib import Path

import uvicorn
from rich.console import Console

from bot.bootstrap import open_house
from bot.config import load_settings_file
from bot.console.app import build_console
from bot.private import keep_memory_private


def run(config: Path | None) -> None:
    """Until SIGTERM or SIGINT."""
    keep_memory_private()
    house = open_house(load_settings_file(config), migrating=True)
    settings = house.settings.console
    where = house.settings.public_url or f"http://{settings.host}:{settings.port}/"
    minds = house.minds()
    for school in house.settings.school:
        minds(school.id)  # now, not when the first page is asked for
    Console(stderr=True).print(f"La consola espera en {where}", highlight=False)
    pages = build_console(house, minds=minds)
    pages.state.console.runs.resume()
    uvicorn.run(
        pages,
        host=settings.host,
        port=settings.port,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        server_header=False,
        date_header=False,
        log_level="warning",
    )
