"""What directories do differently: how a password is set, what they tell of an account and of a sign-in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bonsai import LDAPConnection, LDAPEntry, LDAPModOp, errors

from bot.errors import TransportError

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  #: [MS-DTYP] 2.3.3 FILETIME
_NEVER = 2**63 - 1
_DISABLED = 0x2  #: [MS-ADTS] 2.2.16 userAccountControl
_FOR_EVER = "000001010000Z"  #: draft-behera-ldap-password-policy §5.3.3: locked by an administrator
_MAX_SKEW = timedelta(minutes=5)


class Dialect(Protocol):
    """One family of directories."""

    username: str  #: the attribute with the name that people sign in with
    find: tuple[str, ...]  #: filters that find a person's entry
    attributes: tuple[str, ...]  #: what `state` reads

    def state(self, entry: LDAPEntry, now: datetime) -> tuple[bool, bool, datetime | None]:
        """Suspended by an administrator; must change; last sign-in."""

    def set_password(self, connection: LDAPConnection, entry: LDAPEntry, password: str) -> None:
        """Set it, to be changed at first entry; a lock after failed tries is lifted."""

    def fits(self, error: errors.LDAPError) -> bool:
        """Was a sign-in refused though the password was the right one?"""

    def check(self, connection: LDAPConnection, root: LDAPEntry, sample: LDAPEntry | None) -> str:
        """What `doctor` says; raises TransportError."""


class Ppolicy:
    """OpenLDAP and others that follow draft-behera-ldap-password-policy."""

    username = "uid"
    find: tuple[str, ...] = ("(employeeNumber={dni})", "(mail={email})")
    attributes: tuple[str, ...] = ("pwdAccountLockedTime", "pwdReset", "pwdLastSuccess", "authTimestamp")

    def state(self, entry: LDAPEntry, now: datetime) -> tuple[bool, bool, datetime | None]:
        seen = _first(entry, "pwdLastSuccess") or _first(entry, "authTimestamp")
        return (
            _first(entry, "pwdAccountLockedTime") == _FOR_EVER,
            _first(entry, "pwdReset") in {True, "TRUE"},
            _generalized(seen) if seen else None,
        )

    def set_password(self, connection: LDAPConnection, entry: LDAPEntry, password: str) -> None:
        """RFC 3062; the overlay lifts the lock by itself, and `pwdReset` demands the change."""
        connection.modify_password(user=str(entry.dn), new_password=password)
        _replace(entry, "pwdReset", True)
        entry.modify()

    def fits(self, error: errors.LDAPError) -> bool:
        return isinstance(error, errors.ChangeAfterReset | errors.PasswordExpired)

    def check(self, connection: LDAPConnection, root: LDAPEntry, sample: LDAPEntry | None) -> str:
        if "1.3.6.1.4.1.42.2.27.8.5.1" not in root.get("supportedControl", ()):
            raise TransportError(
                "El directorio no tiene cargada la política de contraseñas (módulo ppolicy): sin ella no se "
                'puede obligar a cambiar la clave. Si es Active Directory, ponga dialect = "ad".',
                permanent=True,
            )
        return "con política de contraseñas (ppolicy)"


class ActiveDirectory:
    """Active Directory and Samba."""

    username = "sAMAccountName"
    find: tuple[str, ...] = ("(employeeID={dni})", "(mail={email})")
    attributes: tuple[str, ...] = (
        "userAccountControl",
        "accountExpires",
        "pwdLastSet",
        "lastLogonTimestamp",
        "lastLogon",
    )

    def state(self, entry: LDAPEntry, now: datetime) -> tuple[bool, bool, datetime | None]:
        expires = int(_first(entry, "accountExpires") or 0)
        over = expires not in {0, _NEVER} and _filetime(expires) <= now
        seen = max(int(_first(entry, name) or 0) for name in ("lastLogonTimestamp", "lastLogon"))
        return (
            bool(int(_first(entry, "userAccountControl") or 0) & _DISABLED) or over,
            _first(entry, "pwdLastSet") == 0,
            _filetime(seen) if seen else None,
        )

    def set_password(self, connection: LDAPConnection, entry: LDAPEntry, password: str) -> None:
        """All three in one deed: half of it is never seen."""
        _replace(entry, "unicodePwd", f'"{password}"'.encode("utf-16-le"))
        _replace(entry, "pwdLastSet", 0)
        _replace(entry, "lockoutTime", 0)
        entry.modify()

    def fits(self, error: errors.LDAPError) -> bool:
        """The server tells by a Windows error code; only the right password gets 773 or 532."""
        return re.search(r"data (773|532)\b", str(error)) is not None

    def check(self, connection: LDAPConnection, root: LDAPEntry, sample: LDAPEntry | None) -> str:
        if "1.2.840.113556.1.4.800" not in root.get("supportedCapabilities", ()):
            raise TransportError(
                'El servidor no es un Active Directory: quite dialect = "ad".', permanent=True
            )
        skew = abs(_generalized(_first(root, "currentTime")) - datetime.now(UTC))
        if skew > _MAX_SKEW:
            raise TransportError(
                f"El reloj del Active Directory y el de este servidor se llevan {skew}: "
                "póngalos en hora (NTP).",
                permanent=True,
            )
        if sample is not None and "unicodePwd" not in sample.get("allowedAttributesEffective", ()):
            raise TransportError(
                "La cuenta del programa no tiene permiso para poner claves: delegue en ella «Restablecer "
                "contraseñas de usuario» en la unidad organizativa.",
                permanent=True,
            )
        return "Active Directory, en hora y con permiso para poner claves"


DIALECTS: dict[str, Dialect] = {"ppolicy": Ppolicy(), "ad": ActiveDirectory()}


def _first(entry: LDAPEntry, name: str) -> Any:
    return next(iter(entry.get(name) or ()), None)


def _replace(entry: LDAPEntry, name: str, value: Any) -> None:
    entry.change_attribute(name, LDAPModOp.REPLACE, value)


def _filetime(ticks: int) -> datetime:
    """100-nanosecond steps since 1601."""
    return _EPOCH + timedelta(microseconds=ticks // 10)


def _generalized(text: Any) -> datetime:
    """RFC 4517 §3.3.13, in UTC, as servers write it; the fraction is of no interest."""
    return datetime.strptime(str(text)[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
