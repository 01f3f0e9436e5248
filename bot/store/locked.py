"""A ticket, locked for one step of one person; and what stands against the step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.errors import IncidenciasError, InputError
from bot.store.schema import of_case, ticket


class Conflict(IncidenciasError):  # noqa: N818 - a fact, not a failure
    """Somebody else changed the ticket between looking and acting: nothing was done."""


def locked(connection: Connection, school: str, number: str) -> Row[*tuple[Any, ...]]:
    """The ticket, locked for this step. Raises InputError when unknown."""
    here = select(ticket).where(of_case(ticket, school, number))
    row = connection.execute(here.with_for_update()).one_or_none()
    if row is None:
        raise unknown(number)
    return row


def checked(
    connection: Connection, school: str, number: str, expected_version: int, *, by: str, now: datetime
) -> Row[*tuple[Any, ...]]:
    """The same; raises Conflict when it was changed, or somebody else is looking at it."""
    row = locked(connection, school, number)
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


def change(connection: Connection, school: str, number: str, changes: Mapping[str, object]) -> None:
    connection.execute(update(ticket).where(of_case(ticket, school, number)).values(**changes))


def unknown(number: str) -> InputError:
    return InputError(f"No hay ningún caso {number}.")
