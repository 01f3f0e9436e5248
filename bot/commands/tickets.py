"""`incidencias tickets` and `events`: the cases and the audit trail without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import open_house
from bot.commands.output import ago, as_dict, print_lines, print_table
from bot.config import load_settings_file
from bot.model import TicketState
from bot.store.events import events as audit_trail


def tickets(
    config: Path | None,
    school: str | None,
    *,
    as_json: bool,
    states: list[TicketState],
    days: int | None,
    limit: int,
) -> None:
    """The cases, newest first."""
    house = open_house(load_settings_file(config))
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    rows = house.tickets.list_tickets(house.school(school).id, states=states, since=since, limit=limit)
    if as_json:
        print_lines({k: v for k, v in as_dict(row).items() if k != "token"} for row in rows)
        return
    print_table(
        "Casos",
        ("caso", "estado", "motivo", "de", "asunto", "llegó"),
        ((r.number, r.state, r.reason, r.sender, r.subject[:40], ago(r.created_at)) for r in rows),
    )


def events(
    config: Path | None, school: str | None, *, as_json: bool, ticket: str | None, after: int, limit: int
) -> None:
    """The audit trail, oldest first."""
    house = open_house(load_settings_file(config))
    rows = audit_trail(house.engine, house.school(school).id, ticket=ticket, after=after, limit=limit)
    if as_json:
        print_lines(as_dict(row) for row in rows)
        return
    print_table(
        "Registro",
        ("nº", "cuándo", "qué", "quién", "caso", "datos"),
        (
            (
                r.seq,
                f"{r.at:%d/%m/%Y %H:%M:%S}",
                r.kind,
                r.actor,
                r.ticket,
                " ".join(f"{k}={v}" for k, v in r.data.items()),
            )
            for r in rows
        ),
    )
