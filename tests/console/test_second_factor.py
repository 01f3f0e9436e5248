"""The code of an authenticator app: set up, asked for, spent."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from bot.console.second_factor import step_of
from bot.model.ticket import Role
from tests.console.conftest import PASSWORD


def set_up(site, client) -> pyotp.TOTP:
    """As a person does it with an app."""
    page = client.submit("/cuenta/codigo", page="/cuenta", password=PASSWORD).text
    uri = re.search(r'<code class="long">([^<]+)<', page)[1].replace("&amp;", "&")
    secret = re.search(r'name="secret" value="([^"]+)"', page)[1]
    app = pyotp.TOTP(parse_qs(urlsplit(uri).query)["secret"][0])
    code = app.at(site.clock())
    assert (
        client.submit("/cuenta/codigo/activar", page="/cuenta", secret=secret, code=code).status_code == 303
    )
    return app


def test_with_a_code_set_the_password_alone_opens_nothing(site, signed_in, browser, clock):
    app = set_up(site, signed_in(Role.COORDINATOR))
    client = browser()
    response = client.sign_in("marta")
    assert response.headers["location"].startswith("/entrar/codigo")
    assert client.get("/").url.path == "/entrar"
    clock.ahead += timedelta(seconds=60)
    code = app.at(site.clock())
    assert client.submit("/entrar/codigo", page="/entrar/codigo", code=code).status_code == 303
    assert client.get("/").url.path != "/entrar"


def test_a_code_serves_once(site, signed_in, browser, clock):
    app = set_up(site, signed_in(Role.COORDINATOR))
    clock.ahead += timedelta(seconds=60)
    code = app.at(site.clock())
    answers = []
    for _ in range(2):
        client = browser()
        client.sign_in("marta")
        answers.append(client.submit("/entrar/codigo", page="/entrar/codigo", code=code).status_code)
    assert answers == [303, 403]


def test_codes_cannot_be_guessed_for_long(site, signed_in, browser):
    set_up(site, signed_in(Role.COORDINATOR))
    client = browser()
    client.sign_in("marta")
    codes = [
        client.submit("/entrar/codigo", page="/entrar/codigo", code="000000").status_code for _ in range(6)
    ]
    assert codes == [403] * 5 + [429]


def test_the_way_between_password_and_code_is_short(site, signed_in, browser, clock):
    app = set_up(site, signed_in(Role.COORDINATOR))
    client = browser()
    client.sign_in("marta")
    token = client.token("/entrar/codigo")
    clock.ahead += timedelta(minutes=6)
    response = client.post(
        "/entrar/codigo",
        data={"token": token, "code": app.at(site.clock())},
        headers={"Origin": site.url},
        follow_redirects=False,
    )
    assert response.status_code in (303, 403)
    assert client.get("/").url.path == "/entrar"


def test_taking_it_away_or_changing_the_password_takes_the_password(site, signed_in, browser):
    client = signed_in(Role.COORDINATOR)
    set_up(site, client)
    assert client.submit("/cuenta/codigo/quitar", page="/cuenta", password="otra").status_code == 422
    assert site.users.named("marta").has_totp
    assert client.submit("/cuenta/codigo/quitar", page="/cuenta", password=PASSWORD).status_code == 303
    assert not site.users.named("marta").has_totp
    changed = {"password": PASSWORD, "new": "otra frase muy larga"}
    assert client.submit("/cuenta/clave", page="/cuenta", **changed).status_code == 303
    assert client.get("/").url.path == "/entrar"
    assert browser().sign_in("marta", "otra frase muy larga").status_code == 303


def test_slips_before_the_right_password_no_longer_count(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    for password in (*["otra"] * 4, PASSWORD, *["otra"] * 4):
        client.submit("/cuenta/codigo/quitar", page="/cuenta", password=password)
    assert client.submit("/cuenta/codigo/quitar", page="/cuenta", password=PASSWORD).status_code == 303
    for _ in range(5):
        client.submit("/cuenta/codigo/quitar", page="/cuenta", password="otra")
    told = client.submit("/cuenta/codigo/quitar", page="/cuenta", password=PASSWORD)
    assert "Demasiados intentos seguidos" in told.text


@pytest.mark.parametrize(("off", "right"), [(0, True), (-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_off(clock, off, right):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    now = clock()
    code = pyotp.TOTP(secret).at(now + timedelta(seconds=off))
    assert (step_of(f"{code[:3]} {code[3:]}", secret, now=now) is not None) is right


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "12345", "000000000"])
def test_what_is_no_code_is_none(clock, code):
    assert step_of(code, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", now=clock()) is None
