"""How many cases would go by themselves at which thresholds, and how many of those would be wrong.

From decided cases as they were: their stored facts and match, and what happened to them afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.decision.facts import Facts, built_in, vocabulary
from bot.decision.policy import Policy
from bot.decision.vocabulary import Limits, Situation
from bot.model.decision import NOT_ME, Action, History
from bot.model.mail import Address, InboundMessage
from bot.store.cases.aftermath import APPROVED, Step
from bot.store.cases.past import PastMail

Limit = Literal["probability", "margin"]
GRID: Mapping[Limit, tuple[float, ...]] = {
    "probability": (0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999),
    "margin": (0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99),
}

_CERTAINTY = "certainty"
_NO_MAIL = InboundMessage(message_id=None, sender=Address("", ""))  # certainty does not look at the mail


class Truth(StrEnum):
    """Would it have been right to renew the account that fits best?"""

    RIGHT = "right"
    WRONG = "wrong"  #: a person decided otherwise afterwards, or the family reported it
    UNKNOWN = "unknown"  #: nobody has decided yet


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold does."""

    value: float
    auto: int  #: renewed without a person
    review: int  #: fit as well, but left to a person for this threshold
    wrong: int  #: of `auto`
    unknown: int  #: of `auto`

    @property
    def cases(self) -> int:
        return self.auto + self.review


def curve(cases: Iterable[tuple[PastMail, Truth]], policy: Policy, limit: Limit) -> list[Point]:
    """A point for each value of the grid and for the one in force; the other limit stays as it is."""
    ready = [(past, truth) for past, truth in cases if _decides(past, policy, "sure")]
    values = sorted({*GRID[limit], getattr(policy.limits, limit)})
    return [_point(value, ready, policy, limit) for value in values]


def truth(past: PastMail, steps: Sequence[Step]) -> Truth:
    """What became of a case: a renewal without complaint was right, else a person's first step tells."""
    later = [step for step in steps if step.at > past.at]
    if any(step.kind == NOT_ME for step in later):
        return Truth.WRONG
    renewed = past.decision.action is Action.REGENERATE
    telling = [s for s in later if s.kind in (APPROVED, "rejected", "spam") or not renewed]
    if not telling:
        return Truth.RIGHT if renewed else Truth.UNKNOWN
    first = telling[0]
    agrees = first.kind == APPROVED and first.account == past.match.guardian
    return Truth.RIGHT if agrees else Truth.WRONG


def _point(value: float, cases: Sequence[tuple[PastMail, Truth]], policy: Policy, limit: Limit) -> Point:
    limits = policy.limits.model_copy(update={limit: value})
    auto = [truth for past, truth in cases if _decides(past, policy, _certainty(past, limits))]
    return Point(
        value=value,
        auto=len(auto),
        review=len(cases) - len(auto),
        wrong=auto.count(Truth.WRONG),
        unknown=auto.count(Truth.UNKNOWN),
    )


def _certainty(past: PastMail, limits: Limits) -> str:
    """The fact under other limits."""
    situation = Situation(
        message=_NO_MAIL,
        claim=past.claim,
        match=past.match,
        thread=past.thread,
        history=History(),
        limits=limits,
    )
    return built_in()[_CERTAINTY].read(situation)


def _decides(past: PastMail, policy: Policy, certainty: str) -> bool:
    """Would the rules renew, were it this certain? A fact that was not known then has its usual value."""
    usual = {name: fact.usual for name, fact in vocabulary(policy.limits).items()}
    known = {name: value for name, value in past.decision.facts.items() if name in usual}
    facts = Facts(values={**usual, **known, _CERTAINTY: certainty}, missing=past.decision.missing)
    return policy.decide(facts).action is Action.REGENERATE
