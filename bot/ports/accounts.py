"""Systems that hold accounts. Times are aware datetimes; every failure is a `TransportError`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

from bot.errors import TransportError

VALID_HOURS = 48  #: a temporary password's life (POLICY §3)
VALID = timedelta(hours=VALID_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose credentials are meant, in the words that a provider understands."""

    guardian: str  #: key in the register; of a pupil's account see `bot.bulk.choose`
    dni: str | None
    full_name: str
    emails: tuple[str, ...] = ()  #: nobody else's
    student: str | None = None  #: of a pupil's account: Nº Id. Escolar
    login: str | None = None  #: the account's name in that system, where a list tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInfo:
    """What a system tells of an account; nothing is changed by asking."""

    username: str
    last_sign_in: datetime | None = None  #: None: never, or the system does not tell
    suspended: bool = False  #: by an administrator
    must_change: bool = False  #: a temporary password that nobody has changed yet


@dataclass(frozen=True, slots=True)
class Order:
    """One password to set."""

    account: Account
    password: str
    key: str  #: idempotency key


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """What a system demands of a password."""

    min_length: int = 8
    max_length: int = 64
    needs: frozenset[Literal["lower", "upper", "digit", "symbol"]] = frozenset({"lower", "digit"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a provider set: the user name to tell, and until when the password holds."""

    username: str
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """One account of the `local` provider."""

    username: str
    guardian: str  #: key in the register
    password_hash: str  #: argon2id; "": none fits, a temporary one ran out
    valid_until: datetime  #: of a temporary password
    must_change: bool
    key: str  #: idempotency key of the last setting
    locked: bool = False  #: the school has shut its owner out


class AccountBook(Protocol):
    """Where the `local` provider keeps its accounts (one school's)."""

    def of_guardians(self, guardians: Collection[str]) -> Mapping[str, BookEntry]:
        """The accounts of those who have one."""

    def of_username(self, username: str) -> BookEntry | None: ...
    def taken(self, usernames: Collection[str]) -> Collection[str]:
        """Those that are somebody's already."""

    def put(self, entries: Sequence[BookEntry]) -> None:
        """Insert or replace by user name, in one commit."""


class CredentialProvider(Protocol):
    """A system that holds accounts. One file each in `actions/credentials/`, named by `kind`."""

    assisted: bool  #: True: a person does it (Séneca), we only prepare the work item
    policy: PasswordPolicy  #: temporary passwords are made to fit it

    def look_up(self, account: Account) -> AccountInfo:
        """The account of this person. Raises NoAccount."""

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        """Set this very password, valid 48 h, to be changed at first entry; a locked account is unlocked.

        Idempotent: again with the same key and password changes nothing. Raises NoAccount,
        AccountSuspended.
        """

    def revoke(self, account: Account, *, now: datetime) -> None:
        """A temporary password that nobody has changed yet holds no longer; harmless to repeat."""

    def check(self) -> str:
        """One Spanish sentence for `doctor`; raises TransportError when unusable."""


@runtime_checkable
class Batching(CredentialProvider, Protocol):
    """A provider that takes many accounts at once, faster than one by one.

    One result for each, in order; a single account's failure is among the results, never raised.
    """

    batch: int  #: how many in one deed

    def look_up_many(self, accounts: Sequence[Account]) -> list[AccountInfo | TransportError]: ...
    def set_passwords(
        self, orders: Sequence[Order], *, now: datetime
    ) -> list[Credentials | TransportError]: ...
