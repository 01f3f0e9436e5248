"""English pages speak English: what stays Spanish (letters, the school's own rules, quotations) says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.console.access import ACCESS, ANYBODY, STAFF
from bot.console.app import routers
from bot.model.ticket import Role
from tests.console.conftest import Site
from tests.offices import SCHOOL

#: What families write, and what is marked as Spanish (WCAG 3.1.2).
_NOT_OURS = re.compile(
    r'<article class="card mail">.*?</article>|<(\w+)[^>]* lang="es".*?</\1>|<bdi>.*?</bdi>|«[^»]*»|<script.*?</script>',
    re.DOTALL,
)
_SAID = re.compile(r'>([^<>]+)<|(?:title|aria-label|placeholder|data-copy)="([^"]+)"')
_SPANISH = re.compile(
    r"[¿¡]|\b(?:el|la|los|las|un|una|de|del|que|con|por|para|está|sin|al|su|se|es|ha|y|no hay)\b",
    re.IGNORECASE,
)


def spanish_of(page: str) -> list[str]:
    """The Spanish sentences of a page that are not marked as such."""
    said = ("".join(found).strip() for found in _SAID.findall(_NOT_OURS.sub("", page)))
    return [words for words in said if _SPANISH.search(words)]


def addresses(site: Site) -> Iterator[str]:
    """Every page that coordinators and admins open by a link, and every case; `identity` is for staff."""
    cases = [site.office.number(situation) for situation in site.office.families]
    for route in (route for router in routers() for route in router.routes):
        need = ACCESS[route.name]
        if need in (ANYBODY, STAFF) or "GET" not in route.methods or route.path.endswith(".csv"):
            continue
        if route.name != "identity" and set(route.param_convertors) <= {"school", "number"}:
            for number in cases if "number" in route.param_convertors else cases[:1]:
                yield route.path.format(school=SCHOOL, number=number)


def test_nothing_but_what_is_marked_is_spanish(site, signed_in):
    client = signed_in(Role.ADMIN, Role.COORDINATOR)
    pages = list(addresses(site))
    assert len(pages) > 10
    client.submit("/idioma", page="/cuenta", language="en")
    left = {path: spanish_of(client.page(path)) for path in pages}
    assert {path: words for path, words in left.items() if words} == {}


@pytest.mark.parametrize("words", ["<p>No hay ninguna tarea.</p>", '<a title="Volver a la cola">x</a>'])
def test_spanish_would_be_found(words):
    assert spanish_of(words)
    assert spanish_of(f'<li lang="es">{words}</li>') == []
