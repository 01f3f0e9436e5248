"""`kind = "ldap"`: a directory such as OpenLDAP (`dialect = "ppolicy"`) or Active Directory (`"ad"`).

Needs the extra `incidencias[ldap]`. The password is set by RFC 3062 where the ppolicy overlay watches over
it, and by `unicodePwd` in Active Directory ([MS-ADTS] 3.1.1.3.1.5), which takes it over TLS only. Neither
gives a single password an end: the 48 hours are kept by `revoke`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self, TypeVar
from urllib.parse import urlsplit

from bonsai import LDAPClient, LDAPConnection, LDAPEntry, LDAPSearchScope, errors, escape_filter_exp
from pydantic import Field, SecretStr, field_validator, model_validator

from bot.actions.accounts import nobodys_password, questions, refused, the_one
from bot.actions.ldap_dialects import DIALECTS
from bot.errors import AccountSuspended, TransportError
from bot.ports.accounts import VALID, Account, AccountBook, AccountInfo, Credentials, PasswordPolicy
from bot.settings.options import Options, read_options, read_secret
from bot.settings.values import CredentialsSettings
from bot.system.tls import is_loopback

_NAMES = ("displayName", "cn")

_CONSTRAINT, _UNWILLING = 19, 53  #: RFC 4511 §4.1.9
_TLS_FAILED = 0xFFF5  #: LDAP_CONNECT_ERROR of OpenLDAP's library
_LOST = (errors.ConnectionError, errors.ClosedConnection, errors.TimeoutError)

T = TypeVar("T")


class LdapOptions(Options):
    """The further keys of `[school.credentials]` (docs/operacion.md)."""

    url: str
    base: str
    bind_dn: str
    password: SecretStr | None = None
    password_file: Path | None = None
    dialect: Literal["ppolicy", "ad"] = "ppolicy"
    find: tuple[str, ...] | None = None
    username_attribute: str | None = None
    starttls: bool = True  #: of a `ldap://` address
    ca_file: Path | None = None
    timeout_s: float = Field(default=10.0, gt=0)

    @field_validator("url")
    @classmethod
    def _directory(cls, url: str) -> str:
        if not url.startswith(("ldaps://", "ldap://")):
            raise ValueError("«url» empieza por ldaps:// o ldap://")
        return url

    @model_validator(mode="after")
    def _safe(self) -> Self:
        address = urlsplit(self.url)
        if address.scheme == "ldap" and not self.starttls and not is_loopback(address.hostname or ""):
            raise ValueError("sin TLS («starttls = false») solo se puede hablar con esta misma máquina")
        return self


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the directory."""

    entry: LDAPEntry

    @property
    def id(self) -> str:
        return str(self.entry.dn).casefold()

    @property
    def name(self) -> str:
        return next((str(self.entry[name][0]) for name in _NAMES if self.entry.get(name)), "")


class LdapProvider:
    """One connection, shared by the threads, opened again when the server has closed it."""

    assisted = False
    policy = PasswordPolicy(needs=frozenset({"lower", "digit", "symbol"}))  # three kinds, as Windows asks

    def __init__(self, settings: LdapOptions) -> None:
        self._settings = settings
        self._password = read_secret(settings.password, settings.password_file, "password")
        self._dialect = DIALECTS[settings.dialect]
        self._username = settings.username_attribute or self._dialect.username
        self._attributes = [self._username, *_NAMES, *self._dialect.attributes]
        self._lock = threading.Lock()
        self._connection: LDAPConnection | None = None

    # ----------------------------------------------------------------- the port

    def look_up(self, account: Account) -> AccountInfo:
        return self._do(lambda connection: self._info(self._find(connection, account).entry))

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        def deed(connection: LDAPConnection) -> str:
            entry = self._find(connection, account).entry
            info = self._info(entry)
            if info.suspended:
                raise AccountSuspended(
                    "Su cuenta del directorio está deshabilitada por un administrador: pregúntele antes de "
                    "abrirla."
                )
            try:
                self._dialect.set_password(connection, entry, password)
            except errors.LDAPError as error:
                if error.hexcode != _CONSTRAINT:
                    raise
                # A history of passwords refuses also the repetition of what a lost answer hid.
                if not self._fits(str(entry.dn), password):
                    raise refused("El directorio", detail=type(error).__name__) from None
            return info.username

        return Credentials(username=self._do(deed), valid_until=now + VALID)

    def revoke(self, account: Account, *, now: datetime) -> None:
        """What nobody has changed yet becomes a password that nobody knows."""

        def deed(connection: LDAPConnection) -> None:
            entry = self._find(connection, account).entry
            if self._info(entry).must_change:
                self._dialect.set_password(connection, entry, nobodys_password())

        self._do(deed)

    def check(self) -> str:
        """TLS and sign-in by connecting; then the base, the dialect, clock and permission as far as told."""

        def look(connection: LDAPConnection) -> str:
            base, timeout = self._settings.base, self._settings.timeout_s
            if not connection.search(base, LDAPSearchScope.BASE, timeout=timeout):
                raise TransportError(
                    f"En el directorio no existe «{base}», o la cuenta del programa no la ve.", permanent=True
                )
            try:
                people = connection.search(
                    base,
                    LDAPSearchScope.SUB,
                    f"(&(objectClass=person)({self._username}=*))",
                    attrlist=["allowedAttributesEffective"],
                    sizelimit=1,
                    timeout=timeout,
                )
            except errors.SizeLimitError:  # there are more than the one that was asked for
                people = []
            (root,) = connection.search("", LDAPSearchScope.BASE, attrlist=["*", "+"])
            told = self._dialect.check(connection, root, next(iter(people), None))
            return f"{self._settings.url}: {told}."

        return self._do(look)

    # ----------------------------------------------------------------- the directory

    def _find(self, connection: LDAPConnection, account: Account) -> Found:
        templates = self._settings.find or self._dialect.find
        if account.login is not None:
            templates = (f"({self._username}={{login}})",)
        found: list[Found] = []
        for asked in questions(templates, account):
            for question in asked:
                found += self._search(connection, question.filled(escape_filter_exp))
            if found:
                break
        return the_one(found, account, system="el directorio")

    def _search(self, connection: LDAPConnection, wanted: str) -> list[Found]:
        entries = connection.search(
            self._settings.base,
            LDAPSearchScope.SUB,
            wanted,
            attrlist=self._attributes,
            timeout=self._settings.timeout_s,
        )
        return [Found(entry) for entry in entries]

    def _info(self, entry: LDAPEntry) -> AccountInfo:
        suspended, must_change, seen = self._dialect.state(entry, datetime.now(UTC))
        if not entry.get(self._username):
            raise TransportError(
                f"En el directorio la cuenta no tiene «{self._username}»: corrija username_attribute.",
                permanent=True,
            )
        return AccountInfo(
            username=str(entry[self._username][0]),
            suspended=suspended,
            must_change=must_change,
            last_sign_in=seen,
        )

    def _fits(self, dn: str, password: str) -> bool:
        """Is it the account's password, even if it must be changed before anything else?"""
        client = self._client(dn, password)
        client.set_password_policy(True)
        try:
            connection, _policy = client.connect(timeout=self._settings.timeout_s)
        except (errors.AuthenticationError, errors.PasswordPolicyError) as error:
            return self._dialect.fits(error)
        connection.close()
        return True

    def _client(self, dn: str, password: str) -> LDAPClient:
        client = LDAPClient(
            self._settings.url, tls=self._settings.starttls and self._settings.url.startswith("ldap://")
        )
        client.set_cert_policy("demand")
        if self._settings.ca_file is not None:
            client.set_ca_cert(str(self._settings.ca_file))
        client.set_credentials("SIMPLE", user=dn, password=password)
        return client

    # ----------------------------------------------------------------- the connection

    def _do(self, work: Callable[[LDAPConnection], T]) -> T:
        """Work over the open connection; over a new one when that turns out to be dead."""
        with self._lock:
            try:
                if self._connection is not None:
                    try:
                        return work(self._connection)
                    except (errors.ConnectionError, errors.ClosedConnection):
                        self._connection = None
                self._connection = self._connect()
                return work(self._connection)
            except errors.LDAPError as error:
                if isinstance(error, _LOST):
                    self._connection = None
                raise _fault(error) from None

    def _connect(self) -> LDAPConnection:
        try:
            return self._client(self._settings.bind_dn, self._password).connect(
                timeout=self._settings.timeout_s
            )
        except errors.AuthenticationError:
            raise TransportError(
                "El directorio no deja entrar a la cuenta del programa: revise bind_dn y su contraseña.",
                permanent=True,
            ) from None


def _fault(error: errors.LDAPError) -> TransportError:
    """What a coordinator can do about it; what the server said may hold names, so only its code is kept."""
    detail = f"{type(error).__name__} {error.hexcode}"
    if error.hexcode == _TLS_FAILED:
        return TransportError(
            "El certificado del directorio no es de confianza o no es de ese nombre: ponga su autoridad en "
            "ca_file y en url el nombre que lleva el certificado.",
            permanent=False,
            detail=detail,
        )
    if isinstance(error, errors.InsufficientAccess):
        return TransportError(
            "La cuenta del programa no tiene permiso para poner claves en el directorio: pídaselo a quien lo "
            "administra.",
            permanent=True,
            detail=detail,
        )
    if error.hexcode == _UNWILLING:
        return refused("El directorio", detail=detail)
    return TransportError(
        "El directorio no responde o no se puede hablar con él de forma segura; se volverá a intentar con la "
        "misma clave. Si sigue así, «incidencias doctor» dice más.",
        permanent=False,
        detail=detail,
    )


def build(settings: CredentialsSettings, book: AccountBook) -> LdapProvider:
    return LdapProvider(read_options(LdapOptions, settings, "[school.credentials]"))
