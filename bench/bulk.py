"""A reset of many pupils' accounts, cut off in the middle and resumed, on slapd and on Google's loopback.

python -m bench.bulk [-n 1000] [--json FILE]

Google's own pace (2,400 calls a minute) is not slept but counted: `paced_s` is how long it would have waited.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bench.command import keep, options
from bot.actions.credentials.google import GoogleOptions, GoogleProvider
from bot.actions.credentials.ldap import LdapOptions, LdapProvider
from bot.actions.linked import Linked
from bot.bulk.reset import Bulk
from bot.model.register import PersonName, Register, Student
from bot.ports.accounts import CredentialProvider
from bot.ports.bulk import BulkState
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import SecretBox
from bot.store.sections.resets import SqlBulkBook
from tests.servers.google import google_server
from tests.servers.people import Person
from tests.servers.slapd import Slapd

_UNIT = "1º ESO A"


class Cut(BaseException):
    """The program is killed here."""


@dataclass
class Pace:
    """A clock on which waiting costs no time."""

    waited: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.waited += seconds

    def __call__(self) -> float:
        return time.monotonic() + self.waited


@dataclass
class Counted:
    """A provider that notes what was set, and dies once in the middle: after the deed, before it is noted."""

    inner: Any
    dies_after: int
    set: dict[str, set[str]] = field(default_factory=dict)  #: account -> passwords
    calls: int = 0

    def __post_init__(self) -> None:
        if hasattr(self.inner, "batch"):
            self.set_passwords = self._set_passwords

    def __getattr__(self, name: str) -> Any:
        """Whatever else makes it a provider."""
        return getattr(self.inner, name)

    def set_password(self, account: Any, password: str, *, key: str, now: datetime) -> Any:
        given = self.inner.set_password(account, password, key=key, now=now)
        self._note([(account.student, password)])
        return given

    def _set_passwords(self, orders: Any, *, now: datetime) -> Any:
        results = self.inner.set_passwords(orders, now=now)
        self._note([(order.account.student, order.password) for order in orders])
        return results

    def _note(self, done: list[tuple[str, str]]) -> None:
        before = self.calls
        self.calls += len(done)
        for account, password in done:
            self.set.setdefault(account, set()).add(password)
        if before < self.dies_after <= self.calls:
            raise Cut


def measure(provider: CredentialProvider, pupils: list[Person], directory: Path) -> dict[str, object]:
    """List, set, be cut off, resume; seconds are of setting alone."""
    students = {
        p.number: Student(id=p.number, name=PersonName(p.given, p.surnames), units=(_UNIT,)) for p in pupils
    }
    engine = open_engine(f"sqlite:///{directory / 'store.db'}")
    migrate(engine)
    counted = Counted(provider, dies_after=len(pupils) // 2)
    bulk = Bulk(
        school="bench",
        system="",
        provider=Linked(counted, lambda _people: {}),  # type: ignore[arg-type]  # stands in for any provider
        book=SqlBulkBook(engine, SecretBox([Fernet.generate_key().decode()])),
        clock=lambda: datetime.now(UTC),
    )
    items = bulk.look(Register(students=students, guardians={}), _UNIT)
    number = bulk.start(items, section=_UNIT, requested_by="bench", even_active=True, actor="bench")
    started = time.monotonic()
    try:
        bulk.do(number)
    except Cut:
        resumed = True
    else:
        resumed = False
    run = bulk.do(number)
    seconds = time.monotonic() - started
    engine.dispose()
    assert len(run.of(BulkState.SET)) == len(pupils)
    assert all({item.password} == counted.set[item.account.student or ""] for item in run.items)
    return {
        "accounts_per_s": round(len(pupils) / seconds, 1),
        "resumed": resumed,
        "set_twice": sum(len(passwords) > 1 for passwords in counted.set.values()),
    }


def main() -> None:
    asked = options(__doc__, n=1000)
    pupils = [Person() for _ in range(asked.n)]
    result: dict[str, dict[str, object]] = {}
    with ExitStack() as stack:
        new: Callable[[], Path] = lambda: Path(stack.enter_context(tempfile.TemporaryDirectory()))  # noqa: E731
        slapd = stack.enter_context(Slapd.start(pupils))
        find = {"find": ("(employeeNumber={student})",)}
        result["slapd"] = measure(LdapProvider(_options(LdapOptions, slapd.options | find)), pupils, new())
        google = stack.enter_context(google_server(new()))
        for pupil in pupils:
            google.add(pupil)
        pace = Pace()
        provider = GoogleProvider(_options(GoogleOptions, google.options), sleep=pace.sleep, monotonic=pace)
        result["google"] = measure(provider, pupils, new()) | {"paced_s": round(pace.waited, 1)}
    print(f"{asked.n} pupils' accounts, cut off in the middle and resumed")
    for name, told in result.items():
        print(f"{name:8}", ", ".join(f"{key} {value}" for key, value in told.items()))
    keep(result, asked.json)


def _options(kind: Any, given: dict[str, Any]) -> Any:
    return kind(**{name: value for name, value in given.items() if name != "kind"})


if __name__ == "__main__":
    main()
