"""An event of the audit trail in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.console.roles import ROLES
from bot.store.events import Event
from bot.text.wording import ACTIONS, EFFECTS, REASONS, STATES

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "action": "qué",
        "reason": "motivo",
        "rule": "regla",
        "policy_version": "reglas",
        "register_version": "matrícula",
        "effect": "nº",
        "effect_kind": "qué",
        "mail": "correo",
        "state": "queda",
        "version": "versión",
        "from": "antes",
        "into": "con",
        "user": "usuario",
        "roles": "papeles",
        "option": "candidato",
        "added": "nuevos",
        "changed": "cambiados",
        "unchanged": "iguales",
        "left": "bajas",
        "guardians": "tutores",
        "phone_differs": "con otro teléfono",
        "name_differs": "con otro nombre",
        "pupil_differs": "con otro alumno",
        "corrected": "leído de otro modo",
    }
)
_TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"action": ACTIONS, "reason": REASONS, "effect_kind": EFFECTS, "state": STATES, "roles": ROLES}
)


def said(event: Event) -> Iterator[tuple[str, list[str]]]:
    """What an event notes beside its kind: (name, values), Spanish where they have a word for it."""
    for key, value in event.data.items():
        table = _TABLES.get(key, {})
        values = value if isinstance(value, list) else [value]
        words = ["sí" if v is True else table.get(str(v), str(v)) for v in values if v not in (None, False)]
        if words:
            yield _NAMES.get(key, key), words
