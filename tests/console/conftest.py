"""A running console over a school's office, and browsers without a window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from bot.bootstrap import House
from bot.console import passwords
from bot.console.app import build_console
from bot.mind.mind import Mind
from bot.model.ticket import Role
from bot.store.people.users import SqlUsers, User
from tests.offices import SCHOOL, Office
from tests.servers.moodle import Moodle
from tests.servers.web import served

DNI, NUMBER, EVA = "12345678Z", "0042", "eva@ieslaloma.test"  #: by which a teacher proves who she is
PASSWORD = "caballo correcto pila grapa"
# As the program does it, but cheap: these tests sign in hundreds of times on a machine that others share.
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_HASH = passwords.new_hash(PASSWORD, name="x" * 20)


@dataclass
class Clock:
    """The time, as the test sets it."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Browser(httpx.Client):
    """A browser without scripts: it keeps cookies, names its origin and fills in forms."""

    def __init__(self, base_url: str, *, timeout: float = 60) -> None:
        # Nothing here is signed: the certificates of this machine need not be loaded.
        super().__init__(base_url=base_url, timeout=timeout, follow_redirects=True, verify=False)

    def page(self, path: str) -> str:
        """The page, which must be one."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text[:2000])
        return response.text

    def token(self, path: str = "/entrar") -> str:
        """The form token of a page."""
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def submit(self, path: str, *, page: str = "/entrar", **fields: object) -> httpx.Response:
        """Fill in a form of `page` and send it to `path`; redirects are not followed."""
        return self.post(
            path,
            data={"token": self.token(page)} | fields,
            headers={"Origin": str(self.base_url).rstrip("/")},
            follow_redirects=False,
        )

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.submit("/entrar", name=name, password=password)


@dataclass(frozen=True, slots=True)
class Site:
    """A console that runs."""

    url: str
    app: FastAPI
    house: House
    office: Office
    clock: Clock

    @property
    def users(self) -> SqlUsers:
        return SqlUsers(self.house.engine, self.house.box)

    def add(self, name: str, *roles: Role, school: str = SCHOOL, **more: object) -> User:
        return self.users.add(
            name,
            full_name=name.title(),
            password_hash=_HASH,
            roles={school: roles} if roles else {},
            by="test",
            now=datetime.now(UTC),
            **more,
        )


_minds: dict[tuple[str, str], Mind] = {}


def knowing(house: House, school: str) -> Mind:
    """What the bot knows of the school; every office has the same register and rules, so it is made once."""
    settings = house.school(school)
    key = (school, settings.credentials.kind)
    if key not in _minds:
        _minds[key] = house.mind(settings)
    return _minds[key]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def opened(office: Office, clock: Clock) -> Iterator[Site]:
    """The console over this office, while the block runs."""
    with office.house() as house:
        app = build_console(
            house,
            clock=clock,
            minds=lambda school: knowing(house, school),
            senders=lambda _: office.mailer,
        )
        with served(app) as url:
            yield Site(url, app, house, office, clock)


def with_pupils_in(office: Office, moodle: Moodle) -> None:
    """The school's pupils have their accounts in this Moodle, which is empty still."""
    office.edit('id = "loma"\n', 'id = "loma"\npupil_system = "aula"\n')
    office.add_section("school.systems.aula", **moodle.options)
    moodle.held.clear()


@pytest.fixture
def site(office: Office, clock: Clock) -> Iterator[Site]:
    with opened(office, clock) as one:
        yield one


@pytest.fixture
def browser(site: Site) -> Iterator[Callable[[], Browser]]:
    """`browser()` opens a new one."""
    opened: list[Browser] = []

    def new() -> Browser:
        opened.append(Browser(site.url))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


@pytest.fixture
def signed_in(site: Site, browser: Callable[[], Browser]) -> Callable[..., Browser]:
    """`signed_in(Role.COORDINATOR)`: a browser of a new user with these roles."""

    def as_(*roles: Role, name: str = "marta") -> Browser:
        if site.users.named(name) is None:
            site.add(name, *roles)
        one = browser()
        assert one.sign_in(name).status_code == 303
        return one

    return as_
