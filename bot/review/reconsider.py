"""A case once more, with what a person reads otherwise: who it would be, and what would be decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.decision.correction import Correction, corrected
from bot.journey import judge
from bot.matchers.match import link
from bot.mind.mind import Mind
from bot.model.case import Case
from bot.model.decision import History, Thread

#: (school, account, sender, now) -> counts, as the store remembers them.
Past = Callable[..., History]


def reconsider(case: Case, correction: Correction, mind: Mind, past: Past, *, now: datetime) -> Case:
    """What would be thought of the whole conversation if the mail said so. Touches nothing."""
    claim = corrected(case.whole, correction)  # what the conversation says is in it already
    match = link(claim, mind.index, mind.weights)
    history = past(mind.school, match.guardian, case.message.sender.email, now=now)
    return judge(case.message, claim, claim, match, history, mind, thread=Thread())
