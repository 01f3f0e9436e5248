"""The overview: today's figures, the last weeks, what has gone wrong."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.console.overview import as_csv, sums, tables
from bot.model.decision import Action
from bot.model.ticket import Role
from bot.store.cases.figures import Figures
from bot.store.schools import pause
from bot.store.tables.schema import Status, outbox
from tests.offices import SCHOOL

PAGE = f"/{SCHOOL}/resumen"
MONDAY = date(2026, 11, 23)


def figures(**more) -> Figures:
    known = {
        "days": {
            MONDAY: Counter({Action.REGENERATE: 3, Action.ASK: 1, Action.IGNORE: 2}),
            MONDAY + timedelta(1): Counter({Action.ESCALATE: 4, Action.CLOSE: 1}),
        },
        "reasons": Counter(phone_mismatch=3, own_reason=1),
        "languages": Counter(es=8, ro=1),
        "human_steps": 4,
        "denied": 1,
        "answers": {MONDAY: (1.0, 2.0), MONDAY + timedelta(1): (60.0,)},
    }
    return Figures(**known | more)


def test_the_sums_count_each_mail_once():
    total = sums(figures())
    assert total.received == 11
    assert (total.by_itself, total.asked, total.reviewed, total.ignored) == (4, 1, 4, 2)
    assert total.received == total.by_itself + total.asked + total.reviewed + total.ignored
    assert total.p50 == 2.0


def test_without_a_single_mail_nothing_is_measured():
    none = sums(figures(days={MONDAY: Counter()}, answers={}))
    assert (none.received, none.p50, none.p95) == (0, None, None)


def test_each_table_is_a_csv():
    made = tables(figures())
    assert as_csv(made["dias"]).splitlines() == [
        "Día;Recibidos;Resueltos;Preguntados;A una persona;Sin contestar",
        "2026-11-23;6;3;1;0;2",
        "2026-11-24;5;1;0;4;0",
    ]
    assert as_csv(made["tiempos"]).splitlines()[1:] == ["2026-11-23;1,5;1,9", "2026-11-24;60,0;60,0"]
    assert as_csv(tables(figures(answers={}))["tiempos"]).splitlines()[1:] == ["2026-11-23;;", "2026-11-24;;"]
    assert made["motivos"].rows == (("el teléfono no es el de su ficha", 3), ("own_reason", 1))
    assert made["idiomas"].rows == (("español", 8), ("rumano", 1))


# --------------------------------------------------------------------------- the page


def row(page: str, title: str) -> list[str]:
    """The figures of a line of the summary: today, the last days, those before."""
    line = re.search(rf'<th scope="row">{title}.*?</tr>', page, re.DOTALL)
    assert line, title
    return re.findall(r'<td class="number">([^<]*)</td>', line[0])


def test_today_and_the_last_weeks_stand_side_by_side(site, signed_in, clock):
    page = signed_in(Role.COORDINATOR).page(PAGE)
    assert row(page, "Correos recibidos")[1:] == ["5", "0"]
    assert row(page, "Pasaron a una persona")[1:] == ["3", "0"]
    assert row(page, "Resueltos por el programa")[1:] == ["1", "0"]
    clock.ahead = timedelta(days=10)
    later = signed_in(Role.COORDINATOR)
    assert row(later.page(PAGE), "Correos recibidos") == ["0", "5", "0"]
    assert row(later.page(f"{PAGE}?dias=7"), "Correos recibidos") == ["0", "0", "5"]


def test_the_chart_is_drawn_from_a_table_that_everybody_can_read(site, signed_in):
    page = signed_in(Role.COORDINATOR).page(f"{PAGE}?dias=7")
    table = re.search(r"<table data-chart=.*?</table>", page, re.DOTALL)
    assert table
    assert len(re.findall(r"<time datetime=", table[0])) == 7
    assert "el teléfono no es el de su ficha" in page


def test_what_was_given_up_is_told_with_its_case(site, signed_in):
    number = site.office.number("all_right")
    with site.house.engine.begin() as connection:
        connection.execute(
            update(outbox)
            .where(outbox.c.ticket == number)
            .values(
                status=Status.FAILED,
                last_error="El servidor de correo rechaza la dirección de destino (código 550): la respuesta "
                "no ha salido.",
                finished_at=datetime.now(UTC),
            )
        )
    client = signed_in(Role.COORDINATOR)
    page = client.page(PAGE)
    assert "El servidor de correo rechaza la dirección de destino (código 550)" in page
    assert f"/{SCHOOL}/casos/{number}" in page
    client.submit("/idioma", page=PAGE, language="en")
    page = client.page(PAGE)
    assert "The mail server refuses the address (code 550): the answer did not go out." in page
    assert "rechaza" not in page


def test_a_pause_and_a_mailbox_that_nobody_reads_are_told(site, signed_in, clock):
    client = signed_in(Role.COORDINATOR)
    assert "En pausa" not in client.page(PAGE)
    pause(site.house.engine, SCHOOL, by="test", now=clock())
    page = client.page(PAGE)
    assert "En pausa" in page
    assert "¿está el programa en marcha?" in page


@pytest.mark.parametrize(
    ("query", "header"),
    [("", "Día;Recibidos"), ("?tabla=motivos", "Motivo;Casos"), ("?tabla=idiomas", "Idioma;Correos")],
)
def test_every_table_is_downloaded(site, signed_in, query, header):
    answer = signed_in(Role.COORDINATOR).get(f"{PAGE}.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").startswith(header)


@pytest.mark.parametrize("query", ["?dias=0", "?dias=x", "?dias=100000"])
def test_a_stretch_of_days_that_makes_no_sense_is_refused(site, signed_in, query):
    assert signed_in(Role.COORDINATOR).get(f"{PAGE}{query}").status_code == 422
