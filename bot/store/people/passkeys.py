"""The passkeys of the console's users: public keys only, the private ones never leave their devices."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import InputError
from bot.store.engine import read_as, write
from bot.store.tables.console import console_passkey


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One key of one user."""

    credential: str  #: its id, base64url
    user: int
    public_key: bytes  #: COSE
    sign_count: int  #: 0 for ever where the device does not count
    label: str
    created_at: datetime
    used_at: datetime | None


class SqlPasskeys:
    """Whose keys they are is looked at in every step: an id alone changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, user: int) -> list[Passkey]:
        """A user's keys, the oldest first."""
        return self._where(console_passkey.c.user == user)

    def find(self, credential: str) -> Passkey | None:
        """By its id."""
        return next(iter(self._where(console_passkey.c.credential == credential)), None)

    def add(self, key: Passkey) -> None:
        """A new one. Raises InputError when it is known already."""
        try:
            write(self._engine, console_passkey.insert().values(asdict(key)))
        except IntegrityError:
            raise InputError("Esa llave ya está guardada.") from None

    def use(self, credential: str, *, asked: datetime, sign_count: int, now: datetime) -> bool:
        """Note that it has signed what was `asked` then; False: it has signed since: a repetition."""
        unused = or_(console_passkey.c.used_at.is_(None), console_passkey.c.used_at < asked)
        this = update(console_passkey).where(console_passkey.c.credential == credential, unused)
        return write(self._engine, this.values(sign_count=sign_count, used_at=now)) == 1

    def name(self, user: int, credential: str, label: str) -> None:
        """Another name for it. Raises InputError when the user has no such key."""
        named = update(console_passkey).where(_theirs(user, credential)).values(label=label)
        if not write(self._engine, named):
            raise InputError("Esa llave ya no está guardada: recargue la página.")

    def remove(self, user: int, credential: str) -> None:
        """Nobody signs in with it any more. Raises InputError when the user has no such key."""
        if not write(self._engine, delete(console_passkey).where(_theirs(user, credential))):
            raise InputError("Esa llave ya no está guardada: recargue la página.")

    def _where(self, which: ColumnElement[bool]) -> list[Passkey]:
        query = select(console_passkey).where(which).order_by(console_passkey.c.created_at)
        return read_as(self._engine, Passkey, query)


def _theirs(user: int, credential: str) -> ColumnElement[bool]:
    return and_(console_passkey.c.user == user, console_passkey.c.credential == credential)
