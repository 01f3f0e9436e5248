"""What is particular to Graph and to Moodle: batches, throttling, missing rights."""

from __future__ import annotations

import pytest

from bot.actions.credentials.microsoft import MicrosoftOptions, MicrosoftProvider
from bot.errors import InputError, NoAccount, TransportError
from bot.ports.accounts import Credentials, Order
from tests.actions.test_account_systems import NEW, NOW, provider_of
from tests.servers.people import Person


def people(server, count):
    new = [Person() for _ in range(count)]
    for person in new:
        server.add(person)
    return new


def test_graph_takes_twenty_at_once_and_what_it_throttled_again(microsoft):
    waits = []
    options = {name: value for name, value in microsoft.options.items() if name != "kind"}
    provider = MicrosoftProvider(MicrosoftOptions(**options), sleep=waits.append)
    held = people(microsoft, 45)
    microsoft.batches.clear()
    microsoft.replay += [(429, "TooManyRequests")] * 2
    results = provider.set_passwords([Order(p.account, NEW, p.number) for p in held], now=NOW)
    assert all(isinstance(result, Credentials) for result in results)
    assert microsoft.batches == [20, 20, 5, 2, 20, 20, 5]
    assert waits == [1.0]


def test_graph_tells_the_last_sign_in_where_it_may_be_read(microsoft):
    (eva,) = people(microsoft, 1)
    microsoft.at_page(eva.email).last_sign_in = 1_763_000_000.0
    assert provider_of(microsoft.options).look_up(eva.account).last_sign_in.timestamp() == 1_763_000_000


def test_a_secret_that_ran_out_is_told(microsoft):
    with pytest.raises(TransportError, match="caduca"):
        provider_of(microsoft.options | {"client_secret": "viejo"}).check()


def test_graph_without_the_right_is_told(microsoft):
    provider = provider_of(microsoft.options)
    microsoft.replay.append((403, "Authorization_RequestDenied"))
    with pytest.raises(TransportError, match=r"User-PasswordProfile\.ReadWrite\.All"):
        provider.look_up(Person().account)


def test_moodle_sets_all_in_one_call_and_one_by_one_when_one_is_refused(moodle):
    provider = provider_of(moodle.options)
    good, bad, other = people(moodle, 3)
    orders = [Order(good.account, NEW, "1"), Order(bad.account, "corta", "2"), Order(other.account, NEW, "3")]
    results = provider.set_passwords(orders, now=NOW)
    assert [isinstance(result, Credentials) for result in results] == [True, False, True]
    assert "política de contraseñas" in str(results[1])
    assert moodle.sign_in(other.login, NEW) == "must_change"


def test_one_impossible_address_hides_nobody_else(moodle):
    provider = provider_of(moodle.options)
    (ana,) = people(moodle, 1)
    odd = Person().account
    by_mail = [ana.account, odd]
    by_mail = [
        type(a)(guardian="x", dni=None, full_name=ana.name, emails=(e,))
        for a, e in zip(by_mail, (ana.email, "no es"), strict=True)
    ]
    found, missing = provider.look_up_many(by_mail)
    assert found.username == ana.login
    assert isinstance(missing, NoAccount)


@pytest.mark.parametrize(
    ("different", "says"),
    [({"token": "malo"}, "token"), ({"url": "{url}/otro"}, "revise url")],
    ids=["bad token", "no Moodle there"],
)
def test_doctor_says_what_is_wrong_with_moodle(moodle, different, says):
    changed = {name: value.format(url=moodle.url) for name, value in different.items()}
    with pytest.raises(TransportError, match=says):
        provider_of(moodle.options | changed).check()


def test_a_function_that_the_service_lacks_is_named(moodle):
    moodle.functions.discard("core_user_update_users")
    try:
        with pytest.raises(TransportError, match="core_user_update_users"):
            provider_of(moodle.options).check()
    finally:
        moodle.functions.add("core_user_update_users")


def test_moodle_cannot_be_asked_by_other_fields(moodle):
    with pytest.raises(InputError, match="idnumber, email, username"):
        provider_of(moodle.options | {"find": ["phone1={dni}"]})
