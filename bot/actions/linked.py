"""A provider around any other: it knows whose account is which, where a list of the school's tells it, and
takes many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.errors import TransportError, tried
from bot.ports.accounts import Account, AccountInfo, Batching, CredentialProvider, Credentials, Order

Links = Callable[[Collection[str]], Mapping[str, str]]  #: keys of people -> names of their accounts


class Linked:
    """bot.ports.accounts.CredentialProvider and Batching."""

    def __init__(self, provider: CredentialProvider, links: Links) -> None:
        self._provider = provider
        self._links = links
        self.assisted = provider.assisted
        self.policy = provider.policy
        #: What to click through, of a system where a person does it.
        self.steps: tuple[str, ...] = getattr(provider, "steps", ())
        self.batch = provider.batch if isinstance(provider, Batching) else 1

    def look_up(self, account: Account) -> AccountInfo:
        return self._provider.look_up(self._known([account])[0])

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        return self._provider.set_password(self._known([account])[0], password, key=key, now=now)

    def revoke(self, account: Account, *, now: datetime) -> None:
        self._provider.revoke(self._known([account])[0], now=now)

    def check(self) -> str:
        return self._provider.check()

    def look_up_many(self, accounts: Sequence[Account]) -> list[AccountInfo | TransportError]:
        known = self._known(accounts)
        if isinstance(self._provider, Batching):
            return self._provider.look_up_many(known)
        return [tried(self._provider.look_up, account) for account in known]

    def set_passwords(self, orders: Sequence[Order], *, now: datetime) -> list[Credentials | TransportError]:
        accounts = self._known([order.account for order in orders])
        known = [replace(order, account=account) for order, account in zip(orders, accounts, strict=True)]
        if isinstance(self._provider, Batching):
            return self._provider.set_passwords(known, now=now)
        deed = self._provider.set_password
        return [tried(deed, one.account, one.password, key=one.key, now=now) for one in known]

    def _known(self, accounts: Sequence[Account]) -> list[Account]:
        links = self._links([account.guardian for account in accounts])
        return [replace(account, login=links.get(account.guardian, account.login)) for account in accounts]
