"""List, look, do, resume: every password is committed before it is set, so that a kill repeats the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

import structlog

from bot.actions.linked import Linked
from bot.actions.passwords import new_password
from bot.bulk.choose import accounts_of, pupils_of
from bot.errors import InputError, NoAccount, TransportError
from bot.model.register import Register
from bot.ports.accounts import VALID, AccountInfo, Credentials, Order
from bot.ports.bulk import BulkItem, BulkRun, BulkState
from bot.store.sections.resets import SqlBulkBook

log = structlog.get_logger(__name__)

T = TypeVar("T")
_AT_LEAST = 50  #: pupils between two commits: of a system that sets one password after the other, too
Progress = Callable[[int, int], None]  #: done, in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Resets in one system of one school."""

    school: str
    system: str  #: "" is the one of `[school.credentials]`
    provider: Linked
    book: SqlBulkBook
    clock: Callable[[], datetime]

    @property
    def _together(self) -> int:
        """Pupils between two commits."""
        return max(self.provider.batch, _AT_LEAST)

    def look(
        self, register: Register, section: str, *, progress: Progress = lambda *_: None
    ) -> list[BulkItem]:
        """The dry run: each pupil's account, whether it is there and used. Nothing is changed or stored.

        Raises InputError for a section without pupils or a system that a person works by hand.
        """
        if self.provider.assisted:
            raise InputError(
                "En Séneca las claves se renuevan a mano: para un grupo, diga con --system en qué "
                "otro sistema tienen cuenta."
            )
        pupils = pupils_of(register, section)
        accounts = accounts_of(register, pupils)
        infos: list[AccountInfo | TransportError] = []
        for part in _parts(accounts, self._together):
            infos += self.provider.look_up_many(part)
            progress(len(infos), len(accounts))
        items = []
        for number, (pupil, account, info) in enumerate(zip(pupils, accounts, infos, strict=True)):
            item = BulkItem(
                number=number,
                account=account,
                name=f"{pupil.name.surnames}, {pupil.name.given}",
                unit=section,
                state=BulkState.WAITING,
            )
            items.append(_looked_up(item, info))
        return items

    def start(
        self, items: Sequence[BulkItem], *, section: str, requested_by: str, even_active: bool, actor: str
    ) -> int:
        """Commit the list; returns the number by which it is resumed."""
        return self.book.start(
            school=self.school,
            system=self.system,
            section=section,
            requested_by=requested_by,
            even_active=even_active,
            items=items,
            actor=actor,
            now=self.clock(),
        )

    def do(self, number: int, *, progress: Progress = lambda *_: None) -> BulkRun:
        """Set what is not set yet; after a kill, again: nobody gets a second password.

        What failed for now stays to be resumed. Raises TransportError when the system is away.
        """
        run = self.book.run(self.school, number)
        todo, done = run.unfinished, 0
        for part in _parts(todo, self._together):
            secret = [
                replace(item, password=item.password or new_password(self.provider.policy)) for item in part
            ]
            self.book.sending(run, secret, until=self.clock() + VALID)
            orders = [
                Order(item.account, item.password or "", f"bulk/{run.id}/{item.number}") for item in secret
            ]
            results = self.provider.set_passwords(orders, now=self.clock())
            self.book.noted(run, [_outcome(i, r) for i, r in zip(secret, results, strict=True)])
            done += len(part)
            progress(done, len(todo))
        return self.book.run(self.school, number)

    def expire(self) -> None:
        """Take back what nobody has changed in its time; what cannot be is tried again next time.

        Also what a reset that nobody resumed may have set: a system takes back only a temporary password.
        """
        for run, number, account in self.book.over(self.school, self.system, now=self.clock()):
            try:
                with suppress(NoAccount):  # then there is no password either
                    self.provider.revoke(account, now=self.clock())
            except TransportError as error:
                log.warning("bulk_password_not_ended", run=run, detail=error.detail)
                if error.permanent:  # a matter of this account
                    continue
                return
            self.book.ended(run, number, now=self.clock())


def _looked_up(item: BulkItem, info: AccountInfo | TransportError) -> BulkItem:
    if isinstance(info, TransportError):
        if not info.permanent:
            raise info
        return replace(item, state=BulkState.MISSING, problem=str(info))
    known = replace(item, username=info.username, last_sign_in=info.last_sign_in)
    if info.suspended:
        return replace(
            known, state=BulkState.FAILED, problem="La cuenta está suspendida por un administrador."
        )
    active = info.last_sign_in is not None and not info.must_change
    return replace(known, state=BulkState.ACTIVE if active else BulkState.WAITING)


def _outcome(item: BulkItem, result: Credentials | TransportError) -> BulkItem:
    """A failure that may pass leaves the item as it is: its password may have been set."""
    if isinstance(result, TransportError):
        state = BulkState.FAILED if result.permanent else BulkState.SENDING
        return replace(item, state=state, problem=str(result))
    return replace(
        item, state=BulkState.SET, username=result.username, valid_until=result.valid_until, problem=""
    )


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part
