"""What changes from one policy to another, in the words of decisions.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.decision.facts import Facts, vocabulary
from bot.decision.policy import Policy
from bot.decision.rulebook import Rule
from bot.model.decision import Decision
from bot.text.words import quoted


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `before` or `after` is "" when there is none."""

    where: str  #: "límite probability", "regla thanks"
    what: str  #: Spanish: "nueva", "quitada", "cambiada de sitio", or the key that differs
    before: str = ""
    after: str = ""


def compare(old: Policy, new: Policy) -> Iterator[Change]:
    """Limits, rules in the order of `new`, rules that are gone, examples that are decided otherwise."""
    before, after = old.limits.model_dump(), new.limits.model_dump()
    for name, value in before.items():
        if value != after[name]:
            yield Change(f"límite {name}", "valor", _limit(value), _limit(after[name]))
    known = {rule.name: rule for rule in old.rules}
    moved = _moved([r.name for r in old.rules], [r.name for r in new.rules])
    for place, rule in enumerate(new.rules, 1):
        where = f"regla {rule.name}"
        if rule.name not in known:
            yield Change(where, "nueva", after=f"{place}. {conditions(rule)} → {deed(rule)}")
            continue
        if rule.name in moved:
            yield Change(where, "cambiada de sitio", str(moved[rule.name]), str(place))
        yield from _changed(where, known[rule.name], rule)
    kept = {rule.name for rule in new.rules}
    for rule in old.rules:
        if rule.name not in kept:
            yield Change(f"regla {rule.name}", "quitada", f"{conditions(rule)} → {deed(rule)}")
    yield from _other_outcomes(old, new)


def conditions(rule: Rule) -> str:
    """`when`, on one line."""
    parts = (f"{fact}: {' o '.join(sorted(values))}" for fact, values in rule.when.items())
    return ", ".join(parts) or "siempre"


def deed(rule: Rule) -> str:
    """What the rule does, on one line."""
    extras = (rule.reason and f"motivo {rule.reason}", rule.article and f"artículo {rule.article}")
    return ", ".join(
        [rule.then.value, *(extra for extra in extras if extra), f"respuesta {rule.reply or '–'}"]
    )


def _limit(value: object) -> str:
    """As it is written in decisions.yaml; "–" when there is nothing in it."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words}" for name, words in value.items()) or "–"
    return str(value)


def _changed(where: str, old: Rule, new: Rule) -> Iterator[Change]:
    if old.when != new.when:
        yield Change(where, "when", conditions(old), conditions(new))
    if deed(old) != deed(new):
        yield Change(where, "then", deed(old), deed(new))


def _other_outcomes(old: Policy, new: Policy) -> Iterator[Change]:
    """The examples of both policies that they decide differently."""
    usual = {n: f.usual for policy in (old, new) for n, f in vocabulary(policy.limits).items()}
    examples = {e.says: e for policy in (old, new) for rule in policy.rules for e in rule.examples}
    for example in examples.values():
        facts = Facts(values={**usual, **example.facts})
        before, after = (_outcome(policy.decide(facts)) for policy in (old, new))
        if before != after:
            yield Change(f"ejemplo {quoted(example.says)}", "decisión", before, after)


def _outcome(decision: Decision) -> str:
    return " ".join(p for p in (decision.action.value, decision.reason) if p)


def _moved(old: list[str], new: list[str]) -> dict[str, int]:
    """The old places of the rules that have not kept their order, or are gone."""
    blocks = SequenceMatcher(None, old, new).get_matching_blocks()
    still = {name for block in blocks for name in old[block.a :][: block.size]}
    return {name: place for place, name in enumerate(old, 1) if name not in still}
