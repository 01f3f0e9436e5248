"""The people who use the console: names, roles, and what they sign in with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from bot.errors import InputError
from bot.model.ticket import Role
from bot.store.engine import read_value, reading, write, writing
from bot.store.events import ledger
from bot.store.secrets import SecretBox
from bot.store.tables.console import console_identity, console_role, console_session, console_user

_NOBODY: Mapping[str, frozenset[Role]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may sign in."""

    id: int
    name: str  #: to sign in with, lower case; also the actor in the audit trail
    full_name: str
    email: str | None
    password_hash: str | None
    has_totp: bool
    disabled_at: datetime | None
    created_at: datetime
    roles: Mapping[str, frozenset[Role]]  #: by school

    @property
    def address(self) -> str:
        """The institutional address, lower case: the one told, else the name if it is one; "" without."""
        return (self.email or (self.name if "@" in self.name else "")).lower()

    def may(self, school: str, roles: Collection[Role]) -> bool:
        """Has any of these roles in the school?"""
        return not self.roles.get(school, frozenset()).isdisjoint(roles)


class SqlUsers:
    """The users of the console."""

    def __init__(self, engine: Engine, box: SecretBox) -> None:
        self._engine = engine
        self._box = box

    # ----------------------------------------------------------------- looking

    def all(self) -> list[User]:
        """Everybody, by name."""
        return self._where(true())

    def of(self, school: str) -> list[User]:
        """Everybody who has a role in this school, by name."""
        here = select(console_role.c.user).where(console_role.c.school == school)
        return self._where(console_user.c.id.in_(here))

    def named(self, name: str) -> User | None:
        """Who signs in with this name."""
        return next(iter(self._where(console_user.c.name == folded(name))), None)

    def known_as(self, issuer: str, subject: str) -> User | None:
        """Whom an OpenID provider means."""
        linked = select(console_identity.c.user).where(
            console_identity.c.issuer == issuer, console_identity.c.subject == subject
        )
        return next(iter(self._where(console_user.c.id.in_(linked))), None)

    def at(self, address: str) -> list[User]:
        """Whose institutional address this is."""
        wanted = address.lower()
        here = or_(func.lower(console_user.c.email) == wanted, console_user.c.name == wanted)
        return [user for user in self._where(here) if user.address == wanted]

    def get(self, user: int) -> User:
        """By id. Raises InputError when there is none."""
        for found in self._where(console_user.c.id == user):
            return found
        raise InputError("Ese usuario ya no existe: recargue la página.")

    # ----------------------------------------------------------------- changing

    def add(
        self,
        name: str,
        *,
        full_name: str,
        now: datetime,
        by: str,
        email: str | None = None,
        password_hash: str | None = None,
        roles: Mapping[str, Collection[Role]] = _NOBODY,
    ) -> User:
        """A new user. Raises InputError when the name is taken or empty."""
        if not folded(name):
            raise InputError("Falta el nombre de usuario.")
        try:
            with writing(self._engine) as connection:
                user: int = connection.execute(
                    console_user.insert()
                    .values(
                        name=folded(name),
                        full_name=full_name.strip() or name,
                        email=email,
                        password_hash=password_hash,
                        created_at=now,
                    )
                    .returning(console_user.c.id)
                ).scalar_one()
        except IntegrityError:
            raise InputError(f"Ya hay un usuario «{folded(name)}».") from None
        for school, granted in roles.items():
            self.grant(user, school, granted, by=by, now=now)
        return self.get(user)

    def grant(self, user: int, school: str, roles: Collection[Role], *, by: str, now: datetime) -> None:
        """These roles in this school from now on, and no others; the audit trail tells it."""
        name = self.get(user).name
        mine = and_(console_role.c.user == user, console_role.c.school == school)
        with writing(self._engine) as connection, ledger(connection, school) as log:
            connection.execute(delete(console_role).where(mine))
            rows = [{"user": user, "school": school, "role": role} for role in sorted(set(roles))]
            if rows:
                connection.execute(console_role.insert(), rows)
            data = {"user": name, "roles": [row["role"] for row in rows]}
            log.note("roles_changed", data, at=now, actor=by)

    def set_password(self, user: int, password_hash: str) -> None:
        """A new password; every session of theirs ends."""
        self._change(user, {"password_hash": password_hash}, sign_out=True)

    def rehash(self, user: int, password_hash: str) -> None:
        """The same password under stronger parameters."""
        self._change(user, {"password_hash": password_hash})

    def disable(self, user: int, *, now: datetime | None) -> None:
        """From now on they cannot sign in, and are signed out; None: they can again."""
        self._change(user, {"disabled_at": now}, sign_out=True)

    def set_totp(self, user: int, secret: str | None) -> None:
        """The shared secret of the second factor; None takes it away."""
        sealed = self._box.seal(secret) if secret else None
        self._change(user, {"totp": sealed, "totp_step": None})

    def totp(self, user: int) -> str | None:
        """The shared secret of the second factor, if there is one."""
        sealed = read_value(self._engine, select(console_user.c.totp).where(console_user.c.id == user))
        return self._box.open(sealed) if sealed else None

    def use_totp_step(self, user: int, step: int) -> bool:
        """Spend a time step: False when it, or a later one, was spent before (RFC 6238 §5.2)."""
        unspent = or_(console_user.c.totp_step.is_(None), console_user.c.totp_step < step)
        spent = update(console_user).where(console_user.c.id == user, unspent).values(totp_step=step)
        return write(self._engine, spent) == 1

    def link(self, user: int, issuer: str, subject: str) -> None:
        """From now on this provider's subject is this user. Raises InputError when it is another's."""
        try:
            write(self._engine, console_identity.insert().values(issuer=issuer, subject=subject, user=user))
        except IntegrityError:
            raise InputError("Esa cuenta ya es de otro usuario.") from None

    def _where(self, which: ColumnElement[bool]) -> list[User]:
        with reading(self._engine) as connection:
            return users_where(connection, which)

    def _change(self, user: int, values: Mapping[str, Any], *, sign_out: bool = False) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(console_user).where(console_user.c.id == user).values(**values))
            if sign_out:
                connection.execute(delete(console_session).where(console_session.c.user == user))


def folded(name: str) -> str:
    """A user name as it is kept."""
    return name.strip().casefold()


def users_where(connection: Connection, which: ColumnElement[bool]) -> list[User]:
    """The users that `which` chooses with their roles, by name."""
    rows = connection.execute(select(console_user).where(which).order_by(console_user.c.name)).all()
    roles: dict[int, dict[str, frozenset[Role]]] = {row.id: {} for row in rows}
    for grant in connection.execute(select(console_role).where(console_role.c.user.in_(roles))):
        here = roles[grant.user]
        here[grant.school] = here.get(grant.school, frozenset()) | {grant.role}
    plain = [f.name for f in fields(User) if f.name in console_user.c]
    return [
        User(
            **{name: getattr(row, name) for name in plain},
            has_totp=row.totp is not None,
            roles=roles[row.id],
        )
        for row in rows
    ]
