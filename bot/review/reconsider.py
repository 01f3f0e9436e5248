"""A case once more, with what a person reads otherwise: who it would be, and what would be decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.decision.correction import Correction, corrected
from bot.journey import judge
from bot.mind.mind import Mind
from bot.model.case import Case
from bot.model.decision import History, Thread
from bot.model.mail import InboundMessage

#: (school, account, sender, now) -> counts, as the store remembers them.
Past = Callable[..., History]


@dataclass(frozen=True, slots=True)
class _Alone:
    """A memory for one case: what its conversation says is in the claim already."""

    past: Past

    def find_thread(self, school: str, message: InboundMessage) -> tuple[Thread, str | None]:
        return Thread(), None

    def history(self, school: str, account: str | None, sender: str, *, now: datetime) -> History:
        return self.past(school, account, sender, now=now)


def reconsider(case: Case, correction: Correction, mind: Mind, past: Past, *, now: datetime) -> Case:
    """What would be thought of the whole conversation if the mail said so. Touches nothing."""
    claim = corrected(case.whole, correction)
    return judge(case.message, claim, mind, _Alone(past), now=now)
