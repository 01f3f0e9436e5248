"""A mailbox that is ours: a lease, and how long ago it was proven."""

from __future__ import annotations

import time
from collections.abc import Collection

from bot.ports.store import Lease, StaleLease
from bot.store.mails.intake import SqlIntake

PROVEN_S = 15.0  #: half of `store.intake.LEASE_S`


class Hold:
    """A lease that is proven anew when its last proof is old.

    A process that was frozen goes on where it stopped, and would do what another one has done meanwhile.
    """

    def __init__(self, intake: SqlIntake, lease: Lease) -> None:
        self.lease = lease
        self._intake = intake
        self._proven = now_s()
        self._left = False

    def renew(self) -> None:
        """Raises StaleLease."""
        if renew_all(self._intake, [self]):
            raise StaleLease

    def prove(self) -> None:
        """The lease holds for at least `LEASE_S - PROVEN_S` seconds from now on. Raises StaleLease."""
        if self._left:
            raise StaleLease
        if now_s() - self._proven > PROVEN_S:
            self.renew()

    def proven(self, when: float) -> None:
        """It was renewed at `when`, in the seconds of `now_s`."""
        self._proven = when

    def leave(self) -> None:
        """Free the mailbox; it can be proven no more."""
        self._left = True
        self._intake.release(self.lease)


def renew_all(intake: SqlIntake, holds: Collection[Hold]) -> list[Hold]:
    """Prove all at once; returns those that are somebody else's now."""
    if not holds:
        return []
    now = now_s()
    kept = intake.renew([hold.lease for hold in holds])
    for hold in holds:
        if hold.lease in kept:
            hold.proven(now)
    return [hold for hold in holds if hold.lease not in kept]


def now_s() -> float:
    """Seconds of a clock that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
