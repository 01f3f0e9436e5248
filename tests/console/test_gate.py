"""Who gets in, and what from where: access, origin, form token, headers."""

from __future__ import annotations

import re

import httpx
import pytest
import structlog
from fastapi.routing import APIRoute

from bot.console.access import ACCESS, ANYBODY, SIGNED_IN
from bot.model.ticket import Role
from bot.system import logs
from tests.console.conftest import Browser, Site
from tests.offices import SCHOOL

PAGES = {"text/html; charset=utf-8"}


def routes(site: Site) -> list[APIRoute]:
    """All that the application serves, except files."""
    included = [getattr(route, "original_router", None) for route in site.app.routes]
    found = [route for part in (site.app, *filter(None, included)) for route in part.routes]
    return [route for route in found if isinstance(route, APIRoute)]


def path_of(route: APIRoute, site: Site) -> str:
    number = site.office.number("wrong_phone")
    mail = site.house.tickets.get(SCHOOL, number).mails[0].id
    values = {"school": SCHOOL, "number": number, "mail": str(mail)}
    return re.sub(r"{(\w+)(:\w+)?}", lambda m: values.get(m[1], "1"), route.path)


def test_every_route_is_declared_once_and_nothing_else_is(site):
    names = [route.name for route in routes(site)]
    assert len(names) == len(set(names))
    assert set(names) == set(ACCESS)
    others = [r for r in site.app.routes if not isinstance(r, APIRoute) and not hasattr(r, "original_router")]
    assert [r.path for r in others] == ["/static"]


def test_roles_are_only_asked_for_within_a_school(site):
    for route in routes(site):
        of_a_school = route.path.startswith("/{school}/")
        assert of_a_school == isinstance(ACCESS[route.name], frozenset), route.name


def asked(client: httpx.Client, route: APIRoute, site: Site) -> httpx.Response:
    (method,) = route.methods - {"HEAD"}
    headers = {"Origin": site.url}
    return client.request(method, path_of(route, site), headers=headers, follow_redirects=False)


def test_a_stranger_is_sent_to_sign_in(site, browser):
    stranger = browser()
    for route in routes(site):
        if ACCESS[route.name] is not ANYBODY:
            response = asked(stranger, route, site)
            assert response.status_code == 303, route.name
            assert response.headers["location"].startswith("/entrar?volver="), route.name


@pytest.mark.parametrize("role", [None, *Role])
def test_every_role_opens_what_is_declared_for_it_and_nothing_else(site, signed_in, role):
    client = signed_in(*([role] if role else []))
    for route in routes(site):
        need = ACCESS[route.name]
        if need in (ANYBODY, SIGNED_IN) or route.methods == {"POST"}:
            continue
        expected = 404 if role is None else 403 if role not in need else None
        response = asked(client, route, site)
        if expected:
            assert response.status_code == expected, route.name
        else:
            to_prove = response.headers.get("location", "").startswith("/identidad?volver=")
            assert response.status_code in (200, 404) or (role is Role.STAFF and to_prove), route.name


def test_a_coordinator_of_one_school_is_nobody_in_another(site, browser):
    site.add("marta", Role.ADMIN, school="otra")
    client = browser()
    client.sign_in("marta")
    for route in routes(site):
        if isinstance(ACCESS[route.name], frozenset):
            assert asked(client, route, site).status_code == 404, route.name


def test_a_route_that_nobody_declared_is_closed_even_to_admins(site, signed_in):
    site.app.get("/forgotten", name="forgotten")(lambda: "open")
    assert signed_in(Role.ADMIN).get("/forgotten").status_code == 403


# --------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/entrar"},
        {},
    ],
    ids=["other_origin", "opaque_origin", "other_referer", "neither"],
)
def test_a_form_that_another_site_sends_does_nothing(site, signed_in, headers):
    client = signed_in(Role.ADMIN)
    response = client.post("/salir", data={"token": client.token("/")}, headers=headers)
    assert response.status_code == 403
    assert (
        client.get("/", follow_redirects=False).status_code != 303 or "entrar" not in client.get("/").url.path
    )


@pytest.mark.parametrize("token", ["", "0" * 64, "ñ"])
def test_a_form_without_its_token_does_nothing(site, signed_in, token):
    client = signed_in(Role.ADMIN)
    assert client.post("/salir", data={"token": token}, headers={"Origin": site.url}).status_code == 403
    assert client.get("/").url.path != "/entrar"


def test_every_form_that_changes_something_asks_for_the_token(site, signed_in):
    client = signed_in(Role.ADMIN)
    for route in routes(site):
        if route.methods == {"POST"}:
            response = client.post(path_of(route, site), headers={"Origin": site.url})
            assert response.status_code == 403, route.name


def test_a_token_of_one_session_is_worth_nothing_in_another(site, signed_in):
    one, other = signed_in(Role.ADMIN), signed_in(name="luis")
    stolen = {"token": other.token("/")}
    assert one.post("/salir", data=stolen, headers={"Origin": site.url}).status_code == 403


# --------------------------------------------------------------------------- headers


def test_every_answer_carries_the_headers(site, signed_in):
    client = signed_in(Role.ADMIN)
    for path in ("/", "/entrar", "/nowhere", "/static/console.css"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_no_page_has_a_script_or_a_style_within(site, signed_in):
    client = signed_in(Role.ADMIN)
    for path in ("/", "/entrar", "/nowhere"):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", text), path


def test_what_an_error_repeats_is_text(site, signed_in):
    page = signed_in(Role.ADMIN).get(f"/{SCHOOL}/casos/%3Cimg src=x%3E 100%25")
    assert page.status_code == 422
    assert "&lt;img src=x&gt; 100%" in page.text.replace("&lt;IMG SRC=X&gt;", "&lt;img src=x&gt;")
    assert "<img src=x" not in page.text


def test_an_unknown_host_is_refused(site):
    assert httpx.get(f"{site.url}/entrar", headers={"Host": "evil.example"}).status_code == 400


def test_a_request_that_is_too_large_is_refused(site, browser: Browser):
    client = browser()
    response = client.submit("/entrar", name="x" * 600_000, password="x")
    assert response.status_code == 413


def test_what_nobody_expected_is_told_without_details(site, signed_in, capfd):
    def broken() -> None:
        raise RuntimeError("María Ruiz 612345678")

    site.app.get("/", name="home")(broken)
    logs.configure()
    client = signed_in(Role.ADMIN)
    site.app.router.routes.insert(0, site.app.router.routes.pop())
    response = client.get("/")
    assert response.status_code == 500
    assert "Algo ha fallado" in response.text
    structlog.reset_defaults()
    said = capfd.readouterr()
    assert "RuntimeError" in said.err
    assert "María" not in response.text + said.out + said.err
