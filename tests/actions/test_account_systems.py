"""What every system that holds accounts keeps, whichever it is: one contract, run over them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.actions.credentials.local import LocalProvider
from bot.actions.plugins import builder
from bot.errors import AccountSuspended, NoAccount, TransportError
from bot.ports.accounts import CredentialProvider
from bot.settings.values import CredentialsSettings
from bot.store.register.accounts import SqlAccountBook
from tests.servers.people import OLD_PASSWORD, Person

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NEW, NEWER, OWN = "k7mq-4wxt-9hpzr", "w2nd-8vkc-3tjea", "la-Que-elijo-yo-7"
SYSTEMS = ("slapd", "samba", "google", "microsoft", "moodle")
#: The account book makes its accounts itself and finds them by their key: what it promises is less.
ALL = ("local_book", *SYSTEMS)


def provider_of(options: dict[str, Any]) -> CredentialProvider:
    """As the program builds it from the settings."""
    settings = CredentialsSettings(**options)
    provider: CredentialProvider = builder("bot.actions.credentials", settings.kind, "kind")(settings, None)
    return provider


@pytest.fixture(params=SYSTEMS)
def server(request: pytest.FixtureRequest) -> Any:
    """A real or faithful server, from its owner's side."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def provider(server: Any) -> CredentialProvider:
    return server.provider if isinstance(server, LocalBook) else provider_of(server.options)


class LocalBook:
    """The account book of `kind = "local"`, as a server."""

    def __init__(self, provider: LocalProvider) -> None:
        self.provider = provider

    def add(self, person: Person) -> None:
        """With a password of the person's own."""
        username = self.username(person)
        self.choose(username, "la-primera-1", OLD_PASSWORD)

    def username(self, person: Person) -> str:
        return self.provider.set_password(person.account, "la-primera-1", key="first", now=NOW).username

    def sign_in(self, login: str, password: str) -> str:
        return self.provider.verify(login, password, now=NOW).replace("expired", "wrong")

    def choose(self, login: str, old: str, new: str) -> None:
        assert self.provider.change_password(login, old, new, now=NOW)


@pytest.fixture
def local_book(engine: Engine) -> LocalBook:
    return LocalBook(LocalProvider(SqlAccountBook(engine, "loma")))


@pytest.fixture
def known(server: Any) -> Callable[..., Person]:
    """A new person with an account there."""

    def add(**situation: Any) -> Person:
        person = Person(**situation)
        server.add(person)
        return person

    return add


def test_a_password_holds_48_hours_must_be_changed_and_ends_the_old_one(server, provider, known):
    ana = known()
    assert server.sign_in(ana.login, OLD_PASSWORD) == "ok"
    given = provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert given.valid_until == NOW + timedelta(hours=48)
    assert server.sign_in(given.username, NEW) == "must_change"
    assert server.sign_in(given.username, OLD_PASSWORD) == "wrong"


@pytest.mark.parametrize("server", ALL, indirect=True)
def test_once_changed_it_is_the_persons_own(server, provider, known):
    ana = known()
    username = provider.set_password(ana.account, NEW, key="k", now=NOW).username
    assert provider.look_up(ana.account).must_change
    server.choose(username, NEW, OWN)
    assert not provider.look_up(ana.account).must_change
    provider.revoke(ana.account, now=NOW)
    assert server.sign_in(username, OWN) == "ok"


@pytest.mark.parametrize("server", ALL, indirect=True)
def test_what_nobody_has_changed_is_revoked_and_revoked_again(server, provider, known):
    ana = known()
    username = provider.set_password(ana.account, NEW, key="k", now=NOW).username
    for _ in range(2):
        provider.revoke(ana.account, now=NOW)
        assert server.sign_in(username, NEW) == "wrong"


@pytest.mark.parametrize("server", ALL, indirect=True)
def test_the_same_deed_again_changes_nothing(server, provider, known):
    ana = known()
    first = provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert provider.set_password(ana.account, NEW, key="k", now=NOW).username == first.username
    assert server.sign_in(first.username, NEW) == "must_change"


@pytest.mark.parametrize("server", ALL, indirect=True)
def test_a_second_regeneration_ends_the_first(server, provider, known):
    ana = known()
    provider.set_password(ana.account, NEW, key="k1", now=NOW)
    username = provider.set_password(ana.account, NEWER, key="k2", now=NOW).username
    assert server.sign_in(username, NEW) == "wrong"
    assert server.sign_in(username, NEWER) == "must_change"


@pytest.mark.parametrize("server", ["slapd", "samba"], indirect=True)
def test_a_locked_account_is_unlocked(server, provider, known):
    ana = known()
    server.lock_out(ana)
    assert server.sign_in(ana.login, OLD_PASSWORD) == "wrong"
    provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert server.sign_in(ana.login, NEW) == "must_change"


def test_a_suspended_account_is_left_to_its_administrator(server, provider, known):
    blas = known(suspended=True)
    assert provider.look_up(blas.account).suspended
    with pytest.raises(AccountSuspended) as refusal:
        provider.set_password(blas.account, NEW, key="k", now=NOW)
    assert (refusal.value.reason, refusal.value.permanent) == ("account_suspended", True)
    assert server.sign_in(blas.login, NEW) == "wrong"


@pytest.mark.parametrize("deed", ["look_up", "set_password", "revoke"])
def test_no_account_is_an_outcome_of_its_own(provider, deed):
    stranger = Person().account
    arguments = {
        "look_up": {},
        "set_password": {"password": NEW, "key": "k", "now": NOW},
        "revoke": {"now": NOW},
    }
    with pytest.raises(NoAccount, match="no hay ninguna cuenta") as refusal:
        getattr(provider, deed)(stranger, **arguments[deed])
    assert (refusal.value.reason, refusal.value.permanent) == ("no_account", True)


@pytest.mark.parametrize("server", ALL, indirect=True)
def test_who_was_never_seen_has_no_account(provider):
    with pytest.raises(NoAccount):
        provider.look_up(Person().account)


def test_two_accounts_with_one_dni_are_nobodys(server, provider, known):
    celia = known()
    other = known(number=celia.number, login=f"{celia.login}-b")
    with pytest.raises(NoAccount, match="hay 2 cuentas"):
        provider.set_password(celia.account, NEW, key="k", now=NOW)
    for person in (celia, other):
        assert server.sign_in(person.login, OLD_PASSWORD) == "ok"


def test_a_list_tells_which_account_it_is(server, provider, known):
    celia = known()
    other = known(number=celia.number, login=f"{celia.login}-b")
    provider.set_password(replace(celia.account, login=server.username(other)), NEW, key="k", now=NOW)
    assert server.sign_in(celia.login, OLD_PASSWORD) == "ok"
    assert server.sign_in(other.login, NEW) == "must_change"


def test_an_account_under_a_strangers_name_is_not_touched(server, provider, known):
    dimas = known(given="Dimas", surnames="Jara Peña")
    with pytest.raises(NoAccount, match="a otro nombre"):
        provider.set_password(replace(dimas.account, full_name="Eva Soto Vidal"), NEW, key="k", now=NOW)
    assert server.sign_in(dimas.login, OLD_PASSWORD) == "ok"


def test_found_by_email_without_a_dni(server, provider, known):
    ana = known()
    account = replace(ana.account, dni=None, emails=("nadie@otra.test", ana.email))
    assert provider.look_up(account).username == provider.look_up(ana.account).username


@pytest.mark.parametrize("hostile", ["*)(uid=*", "x' or 'a'='a", "a@b/../../x", "*", "Ana\x00", "ñ&=?#"])
def test_a_hostile_datum_finds_nobody(provider, known, hostile):
    known()
    account = replace(Person().account, dni=hostile, emails=(f"{hostile}@casa.test",))
    with pytest.raises(NoAccount):
        provider.look_up(account)


def test_a_password_that_the_policy_refuses_is_a_persons_work(server, provider, known):
    ana = known()
    with pytest.raises(TransportError, match="política de contraseñas") as refusal:
        provider.set_password(ana.account, "corta", key="k", now=NOW)
    assert refusal.value.permanent
    assert "corta" not in str(refusal.value) + refusal.value.detail


def test_doctor_hears_a_sentence(server, provider):
    assert server.url.partition("://")[2].split("/")[0] in provider.check()
