"""Every page of the console over a school year's cases.

python -m bench.console [--tickets 10000] [--waiting 2000] [--repeat 20] [--json FILE]

`p50_ms`, `p95_ms`: from the request to the whole answer, over loopback; `cpu_ms`: the
processor's share, the median; `bytes`: of the page, before images. Of the newest cases, `--waiting` stand as
the bot leaves them (three fifths with a person, one fifth to be done in Séneca); the older ones are settled.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from fastapi.routing import APIRoute
from httpx import Client, Response
from sqlalchemy import Connection, Table, func, select, update

from bench.command import keep, options
from bot.console import cookies
from bot.console.access import ACCESS, ANYBODY
from bot.console.app import build_console, routers
from bot.console.context import Console
from bot.console.guard import HEADER, form_token
from bot.model.ticket import Role, TicketState
from bot.store.engine import writing
from bot.store.events import ledger
from bot.store.tables.console import Stage
from bot.store.tables.schema import Status, decision, mail, outbox, ticket
from tests.offices import SCHOOL, SITUATIONS, Office, morning
from tests.servers.web import served

_AGE = timedelta(days=300)  #: of the oldest case
_ABSENT = {"mail_html"}  #: the mails are plain text


def main() -> None:
    asked = options(__doc__, tickets=10_000, waiting=2_000, repeat=20)
    with tempfile.TemporaryDirectory() as directory:
        office = morning(Path(directory), "seneca")
        office.deliver()
        with office.house() as house:
            with writing(house.engine) as connection:
                multiply(connection, asked.tickets // len(SITUATIONS), asked.waiting // len(SITUATIONS))
            app = build_console(house)
            with served(app) as url, Client(base_url=url, timeout=60) as client:
                asking = pages(app.state.console, office, client)
                result = {name: measured(ask, asked.repeat) for name, ask in asking}
    print(f"{'page':<24}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}{'kB':>8}")
    for name, row in result.items():
        times = "".join(f"{row[key]:>8.1f}" for key in ("p50_ms", "p95_ms", "cpu_ms"))
        print(f"{name:<24}{times}{row['bytes'] / 1000:>8.1f}")
    keep(result, asked.json)


# --------------------------------------------------------------------------- the cases


def multiply(connection: Connection, times: int, waiting: int) -> None:
    """Every case with all that belongs to it so many times, over the months before now."""
    for table in (ticket, mail, decision, outbox):
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        past = connection.scalar(select(func.max(table.c.id))) if "id" in table.c else 0
        for n in range(1, times):
            age = n * _AGE / times
            connection.execute(table.insert(), [_copy(table, row, n, n * past, age) for row in rows])
    settled = select(ticket.c.number).where(ticket.c.created_at < datetime.now(UTC) - waiting * _AGE / times)
    connection.execute(
        update(outbox)
        .where(outbox.c.ticket.in_(settled), outbox.c.status != Status.SENT)
        .values(status=Status.SENT, finished_at=outbox.c.created_at)
    )
    connection.execute(
        update(ticket)
        .where(ticket.c.number.in_(settled))
        .values(state=TicketState.SOLVED, deadline=None, owner="marta")
    )
    with ledger(connection, SCHOOL) as log:
        for row in connection.execute(select(ticket.c.number, ticket.c.created_at)):
            log.note("decided", at=row.created_at, ticket=row.number)
    connection.exec_driver_sql("ANALYZE")


def _copy(table: Table, row: Mapping[str, Any], n: int, past: int, age: timedelta) -> dict[str, Any]:
    """The same of another family, `age` earlier; `past`: how far its ids are from the original's."""
    copy = {name: value - age if isinstance(value, datetime) else value for name, value in row.items()}
    for name in copy.keys() & {"number", "ticket", "sender", "recipient", "account", "key", "message_id"}:
        copy[name] = copy[name] and f"{n}.{copy[name]}"
    for name in copy.keys() & {"content_hash", "token"}:
        copy[name] = f"{n:08x}{copy[name][8:]}"
    for name in copy.keys() & {"id", "uid", "mail"}:
        copy[name] += past
    if table is outbox:
        copy["plan"] = f"mail/{int(copy['plan'].removeprefix('mail/')) + n * len(SITUATIONS)}"
    return copy


# --------------------------------------------------------------------------- the pages


def pages(console: Console, office: Office, client: Client) -> Iterator[tuple[str, Callable[[], Response]]]:
    """All that an administrator can look at, by the route's name, and how to ask for it."""
    now = datetime.now(UTC)
    user = console.users.add("marta", full_name="Marta", roles={SCHOOL: list(Role)}, by="bench", now=now)
    secret = console.sessions.open(user.id, Stage.FULL, now=now)
    client.cookies.set(cookies.SESSION, secret)
    client.headers.update({"Origin": str(client.base_url).rstrip("/"), HEADER: form_token(secret)})
    number = office.number("wrong_phone")
    letter = console.house.tickets.get(SCHOOL, number).mails[0].id
    known = {"school": SCHOOL, "number": number, "mail": str(letter)}
    for route in (route for router in routers() for route in router.routes):
        assert isinstance(route, APIRoute)
        places = set(re.findall(r"{(\w+)", route.path))
        inside = ACCESS[route.name] is not ANYBODY and route.name not in _ABSENT
        if inside and "GET" in route.methods and places <= known.keys():
            yield route.name, partial(client.get, route.path.format_map(known))
    reading = {"phone": "+34600111222"}
    yield "read_otherwise", partial(client.post, f"/{SCHOOL}/casos/{number}/leer", data=reading)
    yield "sign_in_page", partial(client.get, "/entrar")
    for name, text in (("search_phone", "698123456"), ("search_nobody", "nadie así")):
        yield name, partial(client.post, f"/{SCHOOL}/cola", data={"text": text})
    for name, query in (("queue_filtered", "motivo=phone_mismatch"), ("queue_far_down", "desde=1000")):
        yield name, partial(client.get, f"/{SCHOOL}/cola?{query}")


def measured(ask: Callable[[], Response], repeat: int) -> dict[str, float]:
    """The first one warms up."""
    size = len(ask().content)
    wall, cpu = [], []
    for _ in range(repeat):
        started, used = time.perf_counter(), time.process_time()
        assert (answer := ask()).status_code < 400, answer.url
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    cuts = quantiles(wall, n=20)
    return {
        "p50_ms": round(median(wall), 1),
        "p95_ms": round(cuts[18], 1),
        "cpu_ms": round(median(cpu), 1),
        "bytes": size,
    }


if __name__ == "__main__":
    main()
