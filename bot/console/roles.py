"""What the roles are called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.ticket import Role

ROLES: Mapping[str, str] = {
    Role.COORDINATOR: "lleva la cola",
    Role.STAFF: "renueva las claves de sus grupos",
    Role.ADMIN: "administra",
}
