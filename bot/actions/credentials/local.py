"""`kind = "local"`: an account book of our own, in the store (the demo, and schools with own systems)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.errors import AccountSuspended, InputError, NoAccount, TransportError, or_raise
from bot.ports.accounts import (
    VALID,
    Account,
    AccountBook,
    AccountInfo,
    BookEntry,
    Credentials,
    Order,
    PasswordPolicy,
)
from bot.settings.values import CredentialsSettings
from bot.text.words import words

#: 64 random bits for two days need no slow hash (NIST 800-63B §5.1.2.2 asks for any salted one).
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_GONE = ""  #: the hash of a temporary password that ran out: nothing fits it


class LocalProvider:
    """Passwords that the program made, each for 48 h; argon2id hashes. Also `bot.ports.accounts.Batching`.

    Nobody chooses one of their own here: whoever needs another one writes again.
    """

    kind = "local"
    assisted = False
    policy = PasswordPolicy(min_length=10)
    batch = 50

    def __init__(self, book: AccountBook) -> None:
        self._book = book

    def look_up(self, account: Account) -> AccountInfo:
        """Raises NoAccount: the account is made when its first password is set."""
        return or_raise(self.look_up_many([account])[0])

    def look_up_many(self, accounts: Sequence[Account]) -> list[AccountInfo | TransportError]:
        entries = self._book.of_guardians([account.guardian for account in accounts])
        return [_told(entries.get(account.guardian)) for account in accounts]

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        return or_raise(self.set_passwords([Order(account, password, key)], now=now)[0])

    def set_passwords(self, orders: Sequence[Order], *, now: datetime) -> list[Credentials | TransportError]:
        """All in one commit of the book."""
        known = dict(self._book.of_guardians([order.account.guardian for order in orders]))
        names = self._free_usernames([o.account for o in orders if o.account.guardian not in known])
        changed: dict[str, BookEntry] = {}
        results: list[Credentials | TransportError] = []
        for order in orders:
            before = known.get(order.account.guardian)
            if before is not None and before.key == order.key:
                entry = before
            elif before is not None and before.locked:
                results.append(_suspended())
                continue
            else:
                username = before.username if before else names[order.account.guardian]
                entry = changed[username] = known[order.account.guardian] = _renewed(order, username, now)
            results.append(Credentials(username=entry.username, valid_until=entry.valid_until))
        self._book.put(list(changed.values()))
        return results

    def revoke(self, account: Account, *, now: datetime) -> None:
        for entry in self._book.of_guardians([account.guardian]).values():
            self._expire(entry, now=now)

    def verify(self, username: str, password: str, *, now: datetime) -> str:
        """What a sign-in comes to: "must_change", "expired", "wrong", "locked" (by the school)."""
        entry = self._book.of_username(username)
        if entry is None:
            return "wrong"
        if entry.password_hash == _GONE:
            return "expired"
        try:
            _HASHER.verify(entry.password_hash, password)
        except VerifyMismatchError:
            return "wrong"
        if entry.locked:
            return "locked"
        return "expired" if now >= entry.valid_until else "must_change"

    # ----------------------------------------------------------------- for the school

    def lock(self, username: str, *, locked: bool = True) -> None:
        """Nobody signs in with this account any more, or may again. Raises InputError when there is none."""
        self._book.put([replace(self.entry(username), locked=locked)])

    def expire(self, username: str, *, now: datetime) -> bool:
        """End a temporary password before its time; False: there is none. Raises InputError as `lock`."""
        return self._expire(self.entry(username), now=now)

    def check(self) -> str:
        return "Libro de cuentas propio (local)."

    def entry(self, username: str) -> BookEntry:
        """One account. Raises InputError when there is none of this name."""
        entry = self._book.of_username(username)
        if entry is None:
            raise InputError(f"No hay ninguna cuenta «{username}». Mire «incidencias accounts list».")
        return entry

    def _expire(self, entry: BookEntry, *, now: datetime) -> bool:
        """The password goes, its hash too."""
        if entry.password_hash == _GONE:
            return False
        self._book.put([replace(entry, valid_until=min(now, entry.valid_until), password_hash=_GONE)])
        return True

    def _free_usernames(self, accounts: Sequence[Account]) -> Mapping[str, str]:
        """Guardian -> a user name of nobody's; the book is asked about all of them at once."""
        free: dict[str, str] = {}
        left = {account.guardian: account for account in accounts}
        digits = {
            who: "".join(c for c in account.dni or "" if c.isdigit())[-3:] for who, account in left.items()
        }
        while left:
            wished = {who: _username(account, digits.pop(who, "")) for who, account in left.items()}
            taken = {*free.values(), *self._book.taken(wished.values())}
            for who, username in wished.items():
                if username not in taken:
                    taken.add(username)
                    free[who] = username
                    del left[who]
        return free


def _username(account: Account, digits: str) -> str:
    """In PASEN's manner: initial + three letters of each surname + three digits, else any three."""
    name = words(account.full_name) or ["x"]
    initials = name[0][0] + "".join(part[:3] for part in name[1:][-2:])
    return f"{initials}{digits or f'{secrets.randbelow(1000):03}'}"


def _told(entry: BookEntry | None) -> AccountInfo | TransportError:
    if entry is None:
        return NoAccount("Todavía no tiene cuenta en el libro propio: se crea con su primera clave.")
    return AccountInfo(username=entry.username, must_change=True, suspended=entry.locked)


def _suspended() -> AccountSuspended:
    return AccountSuspended(
        "El centro ha bloqueado esta cuenta. Se desbloquea con «incidencias accounts lock --undo»."
    )


def _renewed(order: Order, username: str, now: datetime) -> BookEntry:
    return BookEntry(
        username=username,
        guardian=order.account.guardian,
        password_hash=_HASHER.hash(order.password),
        valid_until=now + VALID,
        key=order.key,
    )


def build(settings: CredentialsSettings, book: AccountBook) -> LocalProvider:
    return LocalProvider(book)
