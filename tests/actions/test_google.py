"""What is particular to Google: batches, the quota, its documented errors, the delegation."""

from __future__ import annotations

import json

import pytest

from bot.actions.credentials.google import GoogleOptions, GoogleProvider
from bot.errors import InputError, TransportError
from bot.ports.accounts import Credentials, Order
from tests.actions.test_account_systems import NEW, NOW, provider_of
from tests.servers.people import Person


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Time()


@pytest.fixture
def provider(google, clock):
    google.replay.clear()
    google.batches.clear()
    options = {name: value for name, value in google.options.items() if name != "kind"}
    return GoogleProvider(GoogleOptions(**options), sleep=clock.sleep, monotonic=clock)


def people(google, count):
    new = [Person() for _ in range(count)]
    for person in new:
        google.add(person)
    return new


def test_batches_of_500_never_more_than_2400_calls_a_minute(google, provider, clock):
    held = people(google, 1100)
    moments = []
    send = provider._batch._once
    provider._batch._once = lambda calls: moments.append((clock.now, len(calls))) or send(calls)
    orders = [Order(person.account, f"{NEW}-{n}", f"k{n}") for n, person in enumerate(held)]
    results = provider.set_passwords(orders, now=NOW)
    assert all(isinstance(result, Credentials) for result in results)
    assert google.batches == [500, 500, 100, 500, 500, 100]
    for start, _ in moments:
        assert sum(calls for at, calls in moments if start <= at < start + 60) <= 2400
    assert google.sign_in(held[-1].email, f"{NEW}-1099") == "must_change"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "quotaExceeded"),
        (403, "userRateLimitExceeded"),
        (429, "rateLimitExceeded"),
        (503, "backendError"),
    ],
)
def test_what_asks_for_patience_is_asked_again(google, provider, clock, status, reason):
    (ana,) = people(google, 1)
    google.replay += [(status, reason)] * 3
    before = clock.now
    provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert google.sign_in(ana.email, NEW) == "must_change"
    assert clock.now - before >= 1 + 2 + 4


def test_a_quota_that_stays_used_up_is_tried_later_by_the_outbox(google, provider):
    google.replay += [(403, "quotaExceeded")] * 6
    with pytest.raises(TransportError, match="esperar") as wait:
        provider.look_up(Person().account)
    assert not wait.value.permanent


def test_in_a_batch_only_what_met_the_quota_is_sent_again(google, provider):
    held = people(google, 3)
    google.replay += [(403, "rateLimitExceeded")] * 2
    infos = provider.look_up_many([person.account for person in held])
    assert [info.username for info in infos] == [person.email for person in held]
    assert google.batches == [3, 2]


@pytest.mark.parametrize(("status", "reason"), [(403, "forbidden"), (401, "authError")])
def test_a_missing_right_is_told(google, provider, status, reason):
    google.replay.append((status, reason))
    with pytest.raises(TransportError, match="no da permiso") as refusal:
        provider.look_up(Person().account)
    assert refusal.value.permanent


def test_without_delegation_the_mend_is_told(google):
    with pytest.raises(TransportError, match="delegación en todo el dominio"):
        provider_of(google.options | {"admin": "otra@casa.test"}).check()


@pytest.mark.parametrize("content", ["no es JSON", json.dumps({"type": "authorized_user"})])
def test_a_wrong_key_file_is_named(google, tmp_path, content):
    file = tmp_path / "clave.json"
    file.write_text(content)
    with pytest.raises(InputError, match=r"clave\.json"):
        provider_of(google.options | {"key_file": str(file)})


def test_the_last_sign_in_is_known(google, provider):
    ana, eva = people(google, 2)
    google.at_page(eva.email).last_sign_in = 1_763_000_000.0
    assert provider.look_up(ana.account).last_sign_in is None
    assert provider.look_up(eva.account).last_sign_in.timestamp() == 1_763_000_000


def test_set_but_no_answer_is_repeated_with_the_same_password(google, provider):
    (ana,) = people(google, 1)
    google.after_set.append(ConnectionAbortedError())
    with pytest.raises(TransportError) as lost:
        provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert not lost.value.permanent
    provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert set(google.at_page(ana.email).set) == {NEW}
