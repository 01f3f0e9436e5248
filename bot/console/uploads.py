"""Enrolment exports between their preview and the click that takes them over. Only in memory: nothing of
them is left when nobody clicks.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.errors import InputError
from bot.model.register import Register
from bot.registry.quality import ImportReport
from bot.store.register.enrolment import Preview

_KEPT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One export that was read and not taken over yet."""

    at: datetime
    register: Register
    report: ImportReport
    preview: Preview
    key: str = field(default_factory=partial(secrets.token_urlsafe, 16))  #: by which it is taken over


class Uploads:
    """The last upload of each person for each school."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Upload] = {}
        self._lock = threading.Lock()

    def keep(self, school: str, by: str, upload: Upload) -> None:
        """From now on this is what `by` may take over; their last one is forgotten."""
        with self._lock:
            self._kept = {who: one for who, one in self._kept.items() if upload.at - one.at < _KEPT}
            self._kept[school, by] = upload

    def take(self, school: str, by: str, key: str, *, now: datetime) -> Upload:
        """Once. Raises InputError when it is gone."""
        with self._lock:
            upload = self._kept.pop((school, by), None)
        if upload is None or upload.key != key or now - upload.at >= _KEPT:
            raise InputError("Ese fichero ya no está aquí: vuelva a subirlo. No se ha cambiado nada.")
        return upload
