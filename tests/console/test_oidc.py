"""Signing in with an institutional account, at a real OpenID provider."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.console import cookies
from bot.model.ticket import Role
from bot.registry.staff import StaffMember, identity_of
from tests.offices import SCHOOL
from tests.servers.openid import our_account, running_openid
from tests.servers.smsc import free_port

EVA = {"email": "Eva@ieslaloma.test", "email_verified": True, "name": "Eva Paz"}


@pytest.fixture(scope="module")
def provider_port():
    return free_port()


@pytest.fixture
def office(office, provider_port):
    office.add_section("console.oidc", **our_account(provider_port))
    return office


@pytest.fixture
def openid(site, provider_port):
    with running_openid(f"{site.url}/entrar/cuenta/vuelta", provider_port) as provider:
        yield provider


@pytest.fixture
def listed(site):
    member = StaffMember(
        email="eva@ieslaloma.test",
        name="Eva",
        identity=identity_of("12345678Z", "42", "ES"),
        units=("1º ESO A",),
    )
    site.house.staff.replace(SCHOOL, [member], actor="test", now=site.clock())


def to_the_provider(browser, back="/"):
    """From our button to the page where the provider has decided; returns the way back to us."""
    answer = browser.get(f"/entrar/cuenta?volver={back}", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def sign_in_there(browser, account, place):
    """Log in and consent at the provider, as a person does; the address to which it sends the browser."""
    answer = browser.get(place, follow_redirects=False)
    for _ in range(12):
        if answer.is_redirect:
            target = str(answer.next_request.url)
            if "/entrar/cuenta/vuelta" in target:
                return target
            answer = browser.get(target, follow_redirects=False)
            continue
        action = re.search(r'action="([^"]+)"', answer.text)[1]
        prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)[1]
        fields = (
            {"prompt": prompt, "login": account, "password": "x"} if prompt == "login" else {"prompt": prompt}
        )
        answer = browser.post(action, data=fields, follow_redirects=False)
    raise AssertionError(answer.text)


def whole_way(browser, account="eva", back="/"):
    return browser.get(
        sign_in_there(browser, account, to_the_provider(browser, back)), follow_redirects=False
    )


def test_a_teacher_on_the_list_gets_in_by_themselves(site, openid, listed, browser):
    openid.claims(eva=EVA)
    eva = browser()
    assert "Entrar con la cuenta del centro" in eva.page("/entrar")
    answer = whole_way(eva, back="/loma/grupos")
    assert answer.status_code == 200, answer.text
    assert 'content="0; url=/loma/grupos"' in answer.text
    assert eva.get("/loma/grupos", follow_redirects=False).headers["location"].startswith("/identidad")
    (user,) = site.users.at("eva@ieslaloma.test")
    assert (user.full_name, user.roles) == ("Eva Paz", {SCHOOL: {Role.STAFF}})
    assert eva.submit("/identidad", page="/identidad", document="12345678Z", number="42").status_code == 303
    whole_way(browser())
    assert len(site.users.all()) == 1  # the second time they are known


def test_a_user_of_ours_is_known_by_the_address_and_then_by_the_subject(site, openid, browser):
    site.add("marta", Role.COORDINATOR, email="marta@ieslaloma.test")
    openid.claims(m={"email": "marta@ieslaloma.test", "email_verified": True})
    assert whole_way(browser(), "m").status_code == 200
    openid.claims(m={"email": "otra@ieslaloma.test", "email_verified": True})
    marta = browser()
    assert whole_way(marta, "m").status_code == 200
    assert marta.get("/loma/cola").status_code == 200
    assert len(site.users.all()) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eva@gmail.test", "email_verified": True},
        {"email": "eva@ieslaloma.test.evil.test", "email_verified": True},
        {"email": "eva@sub.ieslaloma.test", "email_verified": True},
        {"email": "eva@ieslaloma.test", "email_verified": False},
        {"email": "eva@ieslaloma.test"},
        {"email": "eva@ieslaloma.test", "email_verified": True, "hd": "otro.test"},
        {"email_verified": True},
        {"email": "ivo@ieslaloma.test", "email_verified": True},
    ],
    ids=[
        "elsewhere",
        "longer",
        "below",
        "unverified",
        "not_told",
        "other_hd",
        "no_address",
        "not_on_the_list",
    ],
)
def test_who_is_not_of_the_school_stays_out(site, openid, listed, browser, claims):
    openid.claims(eva=claims)
    eva = browser()
    answer = whole_way(eva)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert eva.get("/", follow_redirects=False).headers["location"].startswith("/entrar")
    assert site.users.all() == []


def test_somebody_disabled_stays_out(site, openid, browser):
    eva = site.add("eva", Role.STAFF, email="eva@ieslaloma.test")
    site.users.disable(eva.id, now=site.clock())
    openid.claims(eva=EVA)
    assert whole_way(browser()).status_code == 403


def test_who_has_a_second_factor_still_needs_it(site, openid, browser):
    user = site.add("eva", Role.STAFF, email="eva@ieslaloma.test")
    site.users.set_totp(user.id, "JBSWY3DPEHPK3PXP")
    openid.claims(eva=EVA)
    eva = browser()
    assert "/entrar/codigo" in whole_way(eva).text
    assert eva.get("/loma/grupos", follow_redirects=False).headers["location"].startswith("/entrar")
    assert eva.get("/entrar/codigo").status_code == 200


def test_the_way_back_serves_only_the_browser_that_went_and_only_once(openid, listed, browser):
    openid.claims(eva=EVA)
    eva, other = browser(), browser()
    back = sign_in_there(eva, "eva", to_the_provider(eva))
    assert other.get(back).status_code == 403  # a stranger's link: they would work in Eva's account
    to_the_provider(other)
    assert other.get(back).status_code == 403  # nor with a sign-in of their own under way
    assert eva.get(back.replace("state=", "state=x")).status_code == 403
    assert eva.get(back).status_code == 200
    assert eva.get(back).status_code == 403


def test_what_the_provider_is_asked_for(openid, browser):
    asked = parse_qs(urlsplit(to_the_provider(browser())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["redirect_uri"][0].endswith("/entrar/cuenta/vuelta")


@pytest.mark.parametrize("path", ["/entrar/cuenta", "/entrar/cuenta/vuelta?code=x&state=y"])
def test_a_provider_that_is_away_is_told(site, browser, path):
    stranger = browser()
    assert stranger.get(path).status_code in (403, 503)
    assert cookies.OIDC not in stranger.cookies


@pytest.mark.parametrize("volver", ["//evil.test", "https://evil.test", "/\\evil.test"])
def test_nobody_is_led_elsewhere(openid, listed, browser, volver):
    openid.claims(eva=EVA)
    assert 'content="0; url=/"' in whole_way(browser(), back=volver).text
