"""A real browser over a console that the tests of one module share: Debian's Chromium under Playwright."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bot.bulk.choose import pupils_of, same_unit
from bot.console import cookies
from bot.model.register import Enrolment
from bot.model.ticket import Role, TicketState
from bot.registry.staff import StaffMember, identity_of
from bot.store.cases.views import TicketFile
from bot.store.tables.console import Stage
from tests.console.conftest import DNI, EVA, NUMBER, Clock, Site, knowing, opened, with_pupils_in
from tests.offices import SCHOOL, letters_of, morning
from tests.servers.moodle import Moodle
from tests.servers.parents import Parent, parents
from tests.servers.people import Person

_AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What depends on colours and widths; the rest is asked of the wide light page and of the narrow dark one.
_LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE_MS = 120_000  #: the machine is shared; no test waits for a time


@contextmanager
def running_chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()


def press(page: Page, *keys: str) -> None:
    """Keys for the page that is there now: its scripts are deferred, and before them a key is for nobody."""
    page.wait_for_load_state("load")
    for key in keys:
        page.keyboard.press(key)


def follow(page: Page, selector: str) -> None:
    """Click on what leads to another page, and wait until that one's scripts are in force."""
    with page.expect_navigation(wait_until="load"):
        page.click(selector)


def _faults(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """What axe-core finds on the page as it is shown now: of these rules, else of all of WCAG 2.2 AA."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE)  # by the debugger: the page's own policy would not let it in
    options = {"runOnly": rules or _STANDARD, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]


def looked_at(page: Page) -> list[object]:
    """What is wrong with the page in both themes and widths; it is left wide and light."""
    page.wait_for_load_state("load")
    wrong: list[object] = []
    for width, theme, rules in (
        (1440, "light", ()),
        (1440, "dark", _LOOKS),
        (360, "dark", ()),
        (360, "light", _LOOKS),
        (1440, "light", None),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        if rules is None:
            break
        wrong += [(width, theme, found) for found in _faults(page, *rules)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((width, theme, "wider than the window"))
    return wrong


@dataclass
class Shared:
    """A console with its browser; every test works on cases of its own."""

    site: Site
    chromium: Chromium
    unit: str  #: the teacher's section
    pupils: int  #: of that section with an account
    _families: Iterator[Parent]
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def case(self, situation: str) -> str:
        """The number of a new case in this situation."""
        family = next(self._families)
        office = self.site.office
        office.receive(list(letters_of({situation: family})), knowing(self.site.house, SCHOOL))
        office.families[family.address] = family
        return office.number(family.address)

    def family(self, number: str) -> Parent:
        sender = self.file(number).ticket.sender
        return self.site.office.families[sender]

    def file(self, number: str) -> TicketFile:
        return self.site.house.tickets.get(SCHOOL, number)

    def state(self, number: str) -> TicketState:
        return self.file(number).ticket.state

    def stranger(self, **how: object) -> Page:
        """A page of somebody who has not signed in."""
        context = self.chromium.new_context(viewport={"width": 1440, "height": 900}, **how)
        self._contexts[f"#{len(self._contexts)}"] = context
        context.set_default_timeout(_PATIENCE_MS)
        return context.new_page()

    def sit(self, name: str = "marta", *, scripts: bool = True) -> Page:
        """A page of this user, signed in; of one window for each."""
        key = name if scripts else f"{name}, without scripts"
        if key not in self._contexts:
            users, now = self.site.users, datetime.now(UTC)
            user = users.named(name) or self.site.add(name, *Role, email=f"{name}@ieslaloma.test")
            secret = self.site.app.state.console.sessions.open(user.id, Stage.FULL, now=now)
            context = self.chromium.new_context(
                viewport={"width": 1440, "height": 900}, java_script_enabled=scripts
            )
            context.set_default_timeout(_PATIENCE_MS)
            place = {"name": cookies.SESSION, "value": secret, "url": self.site.url, "sameSite": "Strict"}
            context.add_cookies([place])
            self._contexts[key] = context
        return self._contexts[key].new_page()

    def at(self, path: str) -> str:
        """The address of one of the school's pages."""
        return f"{self.site.url}/{SCHOOL}/{path}"

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@contextmanager
def shared(
    directory: Path,
    chromium: Chromium,
    moodle: Moodle,
    *,
    store: str = "",
    oidc: dict[str, object] | None = None,
) -> Iterator[Shared]:
    """Séneca for the families, Moodle for the pupils; `oidc`: where else people have accounts."""
    office = morning(directory, "seneca", store)
    with_pupils_in(office, moodle)
    if oidc:
        office.add_section("console.oidc", **oidc)
    with opened(office, Clock()) as site:
        house = site.house
        register = house.desk.register(SCHOOL)
        unit = max(
            {u for s in register.students.values() if s.enrolment is Enrolment.ACTIVE for u in s.units},
            key=lambda u: len(pupils_of(register, u)),
        )
        for pupil in (found := pupils_of(register, unit))[1:]:
            moodle.add(Person(number=pupil.id, given=pupil.name.given, surnames=pupil.name.surnames))
        eva = StaffMember(email=EVA, name="Eva", identity=identity_of(DNI, NUMBER, "ES"), units=(unit,))
        house.staff.replace(SCHOOL, [eva], actor="test", now=site.clock())
        families = islice(parents(register), len(office.families), None)
        one = Shared(site, chromium, same_unit(unit), len(found) - 1, families)
        yield one
        one.close()
