"""The decision: an ordered list of rules, asked one after the other; the first that holds decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from bot.decision import guards
from bot.decision.checks import read_rulebook
from bot.decision.coverage import holds
from bot.decision.facts import Facts
from bot.decision.rulebook import Rule
from bot.decision.vocabulary import Limits
from bot.model.decision import Action, Decision, RuleTrial
from bot.rules.files import rules_version

#: When no rule holds.
NO_RULE = Rule(
    name="no-rule",
    about="Ninguna regla lo contempla: lo ve una persona.",
    then=Action.ESCALATE,
    reason="no_rule",
    reply="looking",
)

#: When a rule wants what must never be done in such a case.
UNSAFE_RULE = Rule(
    name="unsafe-rule",
    about="La regla acertada pide algo que nunca se debe hacer así: lo ve una persona.",
    then=Action.ESCALATE,
    reason="unsafe_rule",
    reply="looking",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force."""

    rules: tuple[Rule, ...]
    limits: Limits
    version: str = ""

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The policy of a rules directory. Raises RulesError with every mistake in decisions.yaml."""
        book = read_rulebook(directory)
        return cls(rules=book.rules, limits=book.limits, version=rules_version(directory))

    def decide(self, facts: Facts) -> Decision:
        """What to do. Total and deterministic: the same facts always give the same decision."""
        trials = []
        for rule in (*self.rules, NO_RULE):  # pragma: no branch - the last one always holds
            against = rule.against(facts.values)
            trials.append(RuleTrial(rule=rule.name, hit=against is None, because=against or ""))
            if against is None:
                break
        done = rule if guards.allowed(rule.then, facts.values) else UNSAFE_RULE
        answerable = holds(guards.ANSWERABLE, facts.values)
        return Decision(
            action=done.then,
            reason=done.reason,
            missing=facts.missing if done.then is Action.ASK or done.reason == "incomplete" else (),
            rule=rule.name,
            reply=done.reply if answerable else None,
            article=done.article,
            trials=tuple(trials),
            facts=MappingProxyType(dict(facts.values)),
            policy_version=self.version,
        )
