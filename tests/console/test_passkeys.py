"""Passkeys: made, used, named, removed; what a thief or a broken device brings is refused."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.ticket import Role
from tests.console.conftest import PASSWORD
from tests.console.soft_key import SoftKey


def begun(client) -> tuple[dict, str]:
    """What the browser is asked to make, and the sealed question."""
    page = client.submit("/cuenta/llaves", page="/cuenta", password=PASSWORD).text
    options = re.search(r'data-options="([^"]+)"', page)[1]
    return json.loads(html.unescape(options)), re.search(r'name="sealed" value="([^"]+)"', page)[1]


def keep(client, key, question, label="Portátil"):
    options, sealed = question
    return client.submit(
        "/cuenta/llaves/guardar", page="/cuenta", answer=key.make(options), sealed=sealed, label=label
    )


@pytest.fixture
def key(site, signed_in) -> SoftKey:
    """Marta's."""
    client, key = signed_in(Role.COORDINATOR), SoftKey(site.url)
    assert keep(client, key, begun(client)).status_code == 303
    assert "Portátil" in client.page("/cuenta")
    return key


def asked(client) -> tuple[dict, str]:
    question = client.get("/entrar/llave").json()
    return question["options"], question["sealed"]


def use(client, key, question):
    options, sealed = question
    return client.submit("/entrar/llave", answer=key.sign(options), sealed=sealed)


def keys_of(site, name="marta"):
    return site.app.state.console.passkeys.of(site.users.named(name).id)


def test_whoever_holds_the_key_is_in_without_password_and_code(site, browser, key):
    client = browser()
    response = use(client, key, asked(client))
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert "Marta" in client.page("/cuenta")
    assert [k.sign_count for k in keys_of(site)] == [1]


def test_an_answer_serves_once(browser, key):
    client = browser()
    options, sealed = asked(client)
    answer = key.sign(options)
    assert client.submit("/entrar/llave", answer=answer, sealed=sealed).status_code == 303
    thief = browser()
    assert thief.submit("/entrar/llave", answer=answer, sealed=sealed).status_code == 403


def test_an_answer_serves_once_even_of_a_device_that_does_not_count(browser, key):
    options, sealed = asked(browser())
    key.count = -1
    answer = {"answer": key.sign(options), "sealed": sealed}
    statuses = [browser().submit("/entrar/llave", **answer).status_code for _ in range(2)]
    assert statuses == [303, 403]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"site": "evil.example"},
        {"verified": False},
        {"secret": SoftKey("").secret},
        {"id": b"somebody else's"},
    ],
    ids=["other_origin", "other_site", "nobody_at_the_device", "other_key", "unknown_key"],
)
def test_a_key_that_is_not_right_opens_nothing(browser, key, wrong):
    client = browser()
    response = use(client, replace(key, **wrong), asked(client))
    assert response.status_code == 403
    assert client.get("/").url.path == "/entrar"


def test_a_copy_of_a_device_is_noticed_by_its_count(browser, key):
    copy = replace(key)
    for _ in range(2):
        client = browser()
        assert use(client, key, asked(client)).status_code == 303
    client = browser()
    assert use(client, copy, asked(client)).status_code == 403


def test_a_question_holds_five_minutes(browser, key, clock):
    client = browser()
    question = asked(client)
    clock.ahead += timedelta(minutes=6)
    assert use(client, key, question).status_code == 403


def test_a_question_for_a_new_key_is_none_for_signing_in(browser, signed_in, key):
    question = begun(signed_in())
    assert use(browser(), key, question).status_code == 403


@pytest.mark.parametrize("answer", ["", "null", "{}", '{"id": 3}', "[1]", '{"id":"x"}', "\x00"])
def test_what_is_no_answer_opens_nothing(browser, key, answer):
    client = browser()
    _, sealed = asked(client)
    assert client.submit("/entrar/llave", answer=answer, sealed=sealed).status_code == 403


def test_rubbish_of_a_known_key_opens_nothing(browser, key):
    client = browser()
    options, sealed = asked(client)
    whole = json.loads(key.sign(options))
    for part in whole["response"]:
        broken = {**whole, "response": {**whole["response"], part: "AA"}}
        response = client.submit("/entrar/llave", answer=json.dumps(broken), sealed=sealed)
        assert response.status_code == 403, part


def test_who_may_not_sign_in_does_not_with_a_key_either(site, browser, key):
    site.users.disable(site.users.named("marta").id, now=site.clock())
    client = browser()
    assert use(client, key, asked(client)).status_code == 403


def test_a_new_key_takes_the_password(signed_in):
    client = signed_in(Role.COORDINATOR)
    assert client.submit("/cuenta/llaves", page="/cuenta", password="otra").status_code == 422


@pytest.mark.parametrize("wrong", [{"verified": False}, {"origin": "https://evil.example"}])
def test_a_key_that_is_not_made_right_is_not_kept(site, signed_in, wrong):
    client = signed_in(Role.COORDINATOR)
    assert keep(client, SoftKey(**{"origin": site.url} | wrong), begun(client)).status_code == 422
    assert keys_of(site) == []


def test_nobody_keeps_a_key_that_was_asked_of_another(site, signed_in):
    marta, luis = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR, name="luis")
    assert keep(luis, SoftKey(site.url), begun(marta)).status_code == 422


def test_a_key_is_kept_once(site, signed_in, key):
    client = signed_in()
    assert keep(client, key, begun(client)).status_code == 422
    assert len(keys_of(site)) == 1


def test_a_key_is_named_and_removed_by_its_owner_only(site, browser, signed_in, key):
    (kept,) = keys_of(site)
    marta, luis = signed_in(), signed_in(Role.COORDINATOR, name="luis")
    new = {"credential": kept.credential, "label": "Móvil"}
    assert luis.submit("/cuenta/llaves/nombre", page="/cuenta", **new).status_code == 422
    assert luis.submit("/cuenta/llaves/quitar", page="/cuenta", **new).status_code == 422
    assert marta.submit("/cuenta/llaves/nombre", page="/cuenta", **new).status_code == 303
    assert [k.label for k in keys_of(site)] == ["Móvil"]
    assert marta.submit("/cuenta/llaves/quitar", page="/cuenta", **new).status_code == 303
    client = browser()
    assert use(client, key, asked(client)).status_code == 403
