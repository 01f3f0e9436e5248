"""`kind = "local"`: an account book of our own, in the store (the demo, and schools with own systems)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.actions.passwords import refusal
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

#: For passwords that the program made: 64 random bits for two days need no slow hash (NIST 800-63B §5.1.2.2
#: asks for any salted one). What people choose themselves gets argon2's full default.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_GONE = ""  #: the hash of a temporary password that ran out: nothing fits it


class LocalProvider:
    """argon2id hashes, 48 h validity, change forced at first entry. Also `bot.ports.accounts.Batching`."""

    assisted = False
    policy = PasswordPolicy(min_length=10)
    batch = 50

    def __init__(self, book: AccountBook) -> None:
        self._book = book
        self._hasher = PasswordHasher()

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
        """What a sign-in comes to: "ok", "must_change", "expired", "wrong", "locked" (by the school)."""
        entry = self._book.of_username(username)
        if entry is None:
            return "wrong"
        if entry.password_hash == _GONE:
            return "expired"
        try:
            self._hasher.verify(entry.password_hash, password)
        except VerifyMismatchError:
            return "wrong"
        if entry.locked:
            return "locked"
        if entry.must_change:
            return "expired" if now >= entry.valid_until else "must_change"
        return "ok"

    def change_password(self, username: str, old: str, new: str, *, now: datetime) -> bool:
        """The owner's own change at first entry; False when the old password does not hold.

        Raises InputError when the new one is the old one, too weak, or one that everybody tries first.
        """
        entry = self._book.of_username(username)
        if entry is None or self.verify(username, old, now=now) not in {"ok", "must_change"}:
            return False
        why = "Debe ser otra que la anterior." if new == old else None
        if why := why or refusal(new, self.policy, personal=(username,)):
            raise InputError(why)
        self._book.put([replace(entry, password_hash=self._hasher.hash(new), must_change=False)])
        return True

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
        """What its owner has chosen stays; a temporary password goes, its hash too."""
        if not entry.must_change or entry.password_hash == _GONE:
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
    return AccountInfo(username=entry.username, must_change=entry.must_change, suspended=entry.locked)


def _suspended() -> AccountSuspended:
    return AccountSuspended(
        "El centro ha bloqueado esta cuenta. Se desbloquea con «incidencias accounts lock --undo»."
    )


def _renewed(order: Order, username: str, now: datetime) -> BookEntry:
    return BookEntry(
        username=username,
        guardian=order.account.guardian,
        password_hash=_QUICK.hash(order.password),
        valid_until=now + VALID,
        must_change=True,
        key=order.key,
    )


def build(settings: CredentialsSettings, book: AccountBook) -> LocalProvider:
    return LocalProvider(book)
