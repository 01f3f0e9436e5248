"""Signing in with a password: sessions, their limits, and what guessing leads to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.console.pages.sign_in import local
from bot.console.passwords import fits, new_hash
from bot.errors import InputError
from bot.model.ticket import Role
from tests.console.conftest import PASSWORD


def is_in(client) -> bool:
    return client.get("/").url.path != "/entrar"


def test_the_right_password_lets_in_whatever_the_letters_case_of_the_name(site, browser):
    site.add("marta", Role.COORDINATOR)
    client = browser()
    assert client.sign_in(" Marta ").status_code == 303
    assert is_in(client)


@pytest.mark.parametrize(
    ("name", "password"), [("marta", "otra cosa distinta"), ("nadie", PASSWORD), ("", ""), ("marta", "\0ñ")]
)
def test_whatever_is_wrong_the_words_are_the_same(site, browser, name, password):
    site.add("marta", Role.COORDINATOR)
    client = browser()
    response = client.sign_in(name, password)
    assert response.status_code == 403
    assert "El usuario o la contraseña no son correctos." in response.text
    assert not is_in(client)


def test_who_was_disabled_is_out_at_once(site, signed_in, browser):
    client = signed_in(Role.COORDINATOR)
    assert is_in(client)
    site.users.disable(site.users.named("marta").id, now=datetime.now(UTC))
    assert not is_in(client)
    assert browser().sign_in("marta").status_code == 403


def test_signing_out_ends_the_session_for_good(site, signed_in, browser):
    client = signed_in(Role.COORDINATOR)
    kept = client.cookies["sesion"]
    assert client.submit("/salir", page="/").headers["location"] == "/entrar"
    thief = browser()
    thief.cookies.set("sesion", kept)
    assert not is_in(thief)


def test_a_session_fixed_before_signing_in_is_worth_nothing(site, browser):
    site.add("marta", Role.COORDINATOR)
    client = browser()
    client.cookies.set("sesion", "fixed-by-somebody")
    client.sign_in("marta")
    assert client.cookies.jar
    thief = browser()
    thief.cookies.set("sesion", "fixed-by-somebody")
    assert not is_in(thief)


def test_signing_in_again_ends_the_session_before(site, signed_in, browser):
    client = signed_in(Role.COORDINATOR)
    before = client.cookies["sesion"]
    client.sign_in("marta")
    thief = browser()
    thief.cookies.set("sesion", before)
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("clicks", "still_in"),
    [([29], True), ([31], False), ([25] * 28, True), ([25] * 29, False)],
    ids=["not_idle_yet", "idle", "busy_all_day", "busy_for_over_twelve_hours"],
)
def test_a_session_ends_after_being_idle_and_after_a_day(site, signed_in, clock, clicks, still_in):
    client = signed_in(Role.COORDINATOR)
    for minutes in clicks:
        clock.ahead += timedelta(minutes=minutes)
        last = is_in(client)
    assert last is still_in


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site, browser):
    site.add("marta", Role.COORDINATOR)
    cookies = browser().sign_in("marta").headers.get_list("set-cookie")
    (session,) = (c for c in cookies if c.startswith("sesion="))
    assert "HttpOnly" in session
    assert "SameSite=strict" in session


# --------------------------------------------------------------------------- guessing


def test_guessing_from_one_place_stops_even_with_the_right_password(site, browser, clock):
    site.add("marta", Role.COORDINATOR)
    client = browser()
    codes = [client.sign_in("marta", "mal").status_code for _ in range(6)]
    assert codes == [403] * 5 + [429]
    assert client.sign_in("marta").status_code == 429
    clock.ahead += timedelta(minutes=16)
    assert client.sign_in("marta").status_code == 303


def test_whoever_guesses_cannot_lock_the_owners_device_out(site, signed_in, browser):
    owner = signed_in(Role.COORDINATOR)
    owner.submit("/salir", page="/")
    attacker = browser()
    while attacker.sign_in("marta", "mal").status_code == 403:
        pass
    assert attacker.sign_in("marta").status_code == 429
    assert owner.sign_in("marta").status_code == 303


def test_a_device_of_one_user_is_a_stranger_to_another(site, signed_in, browser):
    attacker = signed_in(Role.COORDINATOR)
    site.add("luis", Role.COORDINATOR)
    codes = [attacker.sign_in("luis", "mal").status_code for _ in range(6)]
    assert codes[-1] == 429


def test_one_address_cannot_try_many_names(site, browser):
    client = browser()
    codes = {client.sign_in(f"nombre{n}", "mal").status_code for n in range(41)}
    assert codes == {403, 429}


# --------------------------------------------------------------------------- small parts


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/loma/cola", "/loma/cola"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(site, browser, path, leads_to):
    assert local(path) == leads_to


def test_the_way_back_is_kept_through_the_form(site, browser):
    site.add("marta", Role.COORDINATOR)
    client = browser()
    response = client.submit("/entrar", page="/entrar?volver=/x", name="marta", password=PASSWORD, back="/x")
    assert response.headers["location"] == "/x"


@pytest.mark.parametrize("password", ["corta", "a" * 40, "marta-marta-2026", "x" * 201])
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(InputError):
        new_hash(password, name="marta@centro.es")


def test_a_password_fits_its_hash_only():
    kept = new_hash(PASSWORD, name="marta")
    assert fits(PASSWORD, kept)
    assert not fits(PASSWORD + " ", kept)
    assert not fits(PASSWORD, None)
    assert not fits(PASSWORD, "not a hash")


def test_the_language_is_remembered(site, browser):
    client = browser()
    client.submit("/idioma", language="en", back="/entrar")
    assert '<html lang="en">' in client.page("/entrar")
    client.submit("/idioma", language="xx", back="/entrar")
    assert '<html lang="en">' in client.page("/entrar")
