"""A ticket, locked for one step of one person; and what stands against the step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot.errors import IncidenciasError, InputError
from bot.store.engine import Found
from bot.store.events import Ledger
from bot.store.tables.schema import of_case, ticket


class Conflict(IncidenciasError):  # noqa: N818 - a fact, not a failure
    """Somebody else changed the ticket between looking and acting: nothing was done."""


def locked(log: Ledger, number: str) -> Found:
    """The ticket, locked for this step. Raises InputError when unknown."""
    here = select(ticket).where(of_case(ticket, log.school, number)).with_for_update()
    row = log.connection.execute(here).one_or_none()
    if row is None:
        raise unknown(number)
    return row


def checked(log: Ledger, number: str, expected_version: int, *, by: str, now: datetime) -> Found:
    """The same; raises Conflict when it was changed, or somebody else is looking at it."""
    row = locked(log, number)
    if row.held_by not in {None, by} and row.held_until is not None and row.held_until > now:
        raise Conflict(
            f"{row.held_by} está ahora con el caso {number}: no se ha hecho nada. Si lo ha hablado con esa "
            "persona, ábralo en la consola y tómelo."
        )
    if row.version != expected_version:
        raise changed(number)
    return row


def changed(number: str) -> Conflict:
    """It is not as it was looked at."""
    return Conflict(
        f"El caso {number} ha cambiado mientras lo miraba (otra persona o el programa): "
        "no se ha hecho nada; vuelva a abrirlo."
    )


def change(log: Ledger, number: str, version: int, *, now: datetime, **changes: object) -> None:
    """Change a ticket; `version` is the number of the event that tells why."""
    here = update(ticket).where(of_case(ticket, log.school, number))
    log.connection.execute(here.values(**changes, version=version, updated_at=now))


def unknown(number: str) -> InputError:
    return InputError(f"No hay ningún caso {number}.")
