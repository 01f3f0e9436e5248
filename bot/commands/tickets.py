"""`incidencias tickets` and `events`: the cases and the audit trail without a browser."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.commands.at import school_of
from bot.commands.options import AsJson, Config, SchoolId
from bot.model.ticket import TicketState


def tickets(
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    state: Annotated[
        list[TicketState] | None, typer.Option("--state", help="Solo los de este estado.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", help="Solo los de los últimos días.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="Cuántos como mucho.")] = 200,
) -> None:
    """Los casos, los últimos primero."""
    from bot.commands.output import ago, case_as_json, print_lines, print_table
    from bot.text.wording import REASONS, STATES, called

    house, place = school_of(config, school)
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    rows = house.tickets.list_tickets(place.id, states=state or [], since=since, limit=limit)
    if json:
        print_lines(case_as_json(row) for row in rows)
        return
    print_table(
        "Casos",
        ("caso", "estado", "por qué", "de", "asunto", "llegó"),
        (
            (
                r.number,
                called(r.state, STATES),
                r.problem or called(r.reason, REASONS),
                r.sender,
                r.subject[:40],
                ago(r.created_at),
            )
            for r in rows
        ),
    )


def events(
    config: Config = None,
    school: SchoolId = None,
    *,
    json: AsJson = False,
    ticket: Annotated[str | None, typer.Option("--ticket", help="Solo los de este caso.")] = None,
    after: Annotated[int, typer.Option("--after", help="Desde el número siguiente a este.")] = 0,
    limit: Annotated[int, typer.Option("--limit", help="Cuántos como mucho.")] = 1000,
) -> None:
    """El registro de todo lo que ha pasado, en orden."""
    from bot.commands.output import print_lines, print_table
    from bot.store import events as trail
    from bot.text.wording import EVENTS, called, noted

    house, place = school_of(config, school)
    rows = trail.events(house.engine, place.id, ticket=ticket, after=after, limit=limit)
    if json:
        print_lines(asdict(row) for row in rows)
        return
    print_table(
        "Registro",
        ("nº", "cuándo", "qué", "quién", "caso", "datos"),
        (
            (
                r.seq,
                f"{place.local(r.at):%d/%m/%Y %H:%M:%S}",
                called(r.kind, EVENTS),
                r.actor,
                r.ticket,
                " · ".join(f"{name}: {', '.join(words)}" for name, words in noted(r.data)),
            )
            for r in rows
        ),
    )
