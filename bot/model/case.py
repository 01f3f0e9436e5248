"""A mail and everything thought about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model.claim import Claim
from bot.model.decision import Decision, History, Thread
from bot.model.mail import InboundMessage
from bot.model.match import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything thought about one mail."""

    message: InboundMessage
    claim: Claim  #: of this mail alone
    whole: Claim  #: with the earlier mails of its conversation
    match: Match
    thread: Thread
    token: str | None
    decision: Decision
    history: History = field(default_factory=History)
