"""`incidencias tickets` and `events`: the cases and the audit trail without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands.at import school_of
from bot.commands.output import ago, as_dict, print_lines, print_table
from bot.model.ticket import TicketState
from bot.store.events import events as audit_trail
from bot.text.wording import ACTIONS, EFFECTS, EVENTS, REASONS, STATES, called


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
    house, place = school_of(config, school)
    since = datetime.now(UTC) - timedelta(days=days) if days else None
    rows = house.tickets.list_tickets(place.id, states=states, since=since, limit=limit)
    if as_json:
        print_lines({k: v for k, v in as_dict(row).items() if k != "token"} for row in rows)
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
    config: Path | None, school: str | None, *, as_json: bool, ticket: str | None, after: int, limit: int
) -> None:
    """The audit trail, oldest first."""
    house, place = school_of(config, school)
    rows = audit_trail(house.engine, place.id, ticket=ticket, after=after, limit=limit)
    if as_json:
        print_lines(as_dict(row) for row in rows)
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
                ", ".join(_said(key, value) for key, value in r.data.items() if value is not None),
            )
            for r in rows
        ),
    )


_CODES = {"action": ACTIONS, "reason": REASONS, "effect_kind": EFFECTS, "state": STATES}


def _said(key: str, value: object) -> str:
    return called(str(value), _CODES[key]) if key in _CODES else f"{key} {value}"
