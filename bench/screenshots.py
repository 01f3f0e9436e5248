"""The pictures of the console in the docs, wide and on a phone, made anew.

python -m bench.screenshots [--to docs/img]

The queue, its cases and the figures are those of the demo after its sample mails; the work list and a
teacher's section those of the tests' school, whose keys are renewed by hand.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from bot.console import cookies
from bot.console.app import build_console
from bot.demo.board import rows, settled_ids
from bot.demo.live import running_worker
from bot.demo.preview import build_demo
from bot.demo.samples import Writers, load_samples
from bot.demo.stage import Stage, stage
from bot.model.ticket import Role
from bot.store.tables.console import Stage as SignedIn
from tests.console.browsing import DNI, NUMBER, running_chromium, shared
from tests.servers.moodle import Moodle
from tests.servers.web import served
from tests.servers.webserver import web_server

_WIDTHS = {
    "": (1440, 900, 1),
    "-movil": (360, 720, 2),
}  #: by the end of the file's name; CSS pixels, and dots each
_QUALITY = 80


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", type=Path, default=Path("docs/img"))
    to = options.parse_args().to.resolve()
    to.mkdir(parents=True, exist_ok=True)
    with running_chromium() as chromium, tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)  # the demo keeps its state below the working folder
        with stage() as ready, running_worker(ready):
            settle(ready)
            of_the_demo(ready, chromium, to)
        moodle = Moodle()
        with web_server(moodle.answer) as moodle.address:
            of_a_section(Path(directory), chromium, moodle, to)
    for picture in sorted(to.glob("*.webp")):
        print(f"{picture.name:<32}{picture.stat().st_size / 1000:>8.1f} kB")


def settle(ready: Stage) -> None:
    """Send all sample mails, answers to our answers included, and wait until the bot is done with them."""
    writers, samples = Writers(ready.servers, load_samples()), len(load_samples())
    while len(done := settled_ids(rows(ready.house.engine, ready.school.id))) < samples:
        writers.send_ready(done)
        time.sleep(0.3)


def of_the_demo(ready: Stage, chromium: Chromium, to: Path) -> None:
    school = ready.school.id
    case = next(
        row.ticket
        for row in rows(ready.house.engine, school)
        if row.decision and row.decision.reason == "phone_mismatch"
    )
    solved = next(row.id for row in rows(ready.house.engine, school) if row.action == "regenerate")
    app = build_console(ready.house)
    console, now = app.state.console, datetime.now(UTC)
    marta = console.users.add(
        "marta", full_name="Marta Gil", roles={school: [Role.COORDINATOR, Role.ADMIN]}, by="docs", now=now
    )
    secret = console.sessions.open(marta.id, SignedIn.FULL, now=now)
    with served(app) as url:
        for page, end in windows(chromium, {"name": cookies.SESSION, "value": secret, "url": url}):
            for name in ("cola", "resumen", "administracion"):
                page.goto(f"{url}/{school}/{name}")
                taken(page, to / f"consola-{name}{end}.webp")
            page.goto(f"{url}/{school}/casos/{case}")
            taken(page, to / f"consola-caso{end}.webp", whole=not end)
    with served(build_demo(ready)) as url:
        for page, end in windows(chromium):
            page.goto(f"{url}/familias/correo/{solved}")
            taken(page, to / f"demo{end}.webp", whole=not end)


def of_a_section(directory: Path, chromium: Chromium, moodle: Moodle, to: Path) -> None:
    with shared(directory, chromium, moodle) as desk:
        for situation in ("all_right", "all_right", "all_right"):
            desk.case(situation)
        eva = desk.sit("eva")
        eva.goto(desk.at("grupos"))
        eva.fill("input[name=document]", DNI)
        eva.fill("input[name=number]", NUMBER)
        eva.click("main button")
        state = eva.context.cookies()
        secret = next(cookie["value"] for cookie in state if cookie["name"] == cookies.SESSION)
        for page, end in windows(chromium, {"name": cookies.SESSION, "value": secret, "url": desk.site.url}):
            for name, path in (("seneca", "seneca"), ("grupo", f"grupos/{desk.unit}")):
                page.goto(desk.at(path))
                taken(page, to / f"consola-{name}{end}.webp")


def windows(chromium: Chromium, *cookie: dict[str, str]) -> Iterator[tuple[Page, str]]:
    """A window of each width, and the end of its pictures' names."""
    for end, (width, height, dots) in _WIDTHS.items():
        context = chromium.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=dots, locale="es-ES"
        )
        context.set_default_timeout(120_000)
        context.add_cookies(list(cookie))
        yield context.new_page(), end
        context.close()


def taken(page: Page, to: Path, *, whole: bool = False) -> None:
    """The page as it stands, in few bytes."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
    picture.save(to, quality=_QUALITY, method=6)


if __name__ == "__main__":
    main()
