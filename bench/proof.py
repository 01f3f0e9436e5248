"""Does the index answer as comparing with everybody does? By default 20,000 claims against 5,000 enrolled.

    python -m bench.proof [--claims 20000] [--enrolled 5000] [--seed 5] [--keep DIR] [--cores 2] [--json FILE]

An answer is the same when pupils, account and all three fits are, and the probability is to a hundredth.
Three of four claims are honest, the others impostors'. Every core takes a share of the claims. `--keep`: the
answers of comparing with everybody are kept there and not asked for again, so that the bench can be stopped
and goes on later, or asks a changed index alone. (Changed names or weights want another folder.)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.table import Table

from bench.answers import Answer, Answers
from bench.asked import some_claims
from bench.brute import Everybody
from bench.command import keep, options
from bench.registers import synthetic_register
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.model.claim import Claim
from bot.rules.directory import load_rules, shipped_rules

_SHARE = 500  # claims that one process takes at a time


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim with two answers."""

    claim: str  #: in short: a claim as it is does not go from one process to another
    by_index: Answer
    by_everybody: Answer

    def __str__(self) -> str:
        return f"{self.claim}:\n  {self.by_index}\n  {self.by_everybody}"


@dataclass(frozen=True, slots=True)
class Outcome:
    claims: int
    index_s: float  #: CPU seconds
    everybody_s: float
    everybody_asked: int  #: claims whose answer was not kept
    differences: list[Difference]


def differences(
    index: RegisterIndex, everybody: Answers, claims: Sequence[Claim], rules: MatchingRules
) -> Outcome:
    """Ask both about every claim."""
    started = process_time()
    quick = [Answer.of(link(claim, index, rules)) for claim in claims]
    halfway = process_time()
    slow = list(map(everybody.of, claims))
    ended = process_time()
    unlike = [
        Difference(_in_short(claim), one, other)
        for claim, one, other in zip(claims, quick, slow, strict=True)
        if not one.is_like(other)
    ]
    return Outcome(len(claims), halfway - started, ended - halfway, everybody.asked, unlike)


def _in_short(claim: Claim) -> str:
    pupils = ", ".join(f"{s.name.value} {s.course or ''}" for s in claim.students)
    return f"{claim.guardian.value if claim.guardian else '-'}, for {pupils}"


@lru_cache(maxsize=1)
def _both(enrolled: int, seed: int) -> tuple[RegisterIndex, Everybody, Hypocoristics, MatchingRules]:
    """Made once in each process."""
    names = Hypocoristics.load(shipped_rules())
    rules = load_rules(shipped_rules(), "matching.yaml", MatchingRules)
    register = synthetic_register(enrolled, seed)
    return RegisterIndex(register, names), Everybody(register, names, rules), names, rules


def _share(enrolled: int, seed: int, count: int, keep: Path | None, share: int) -> Outcome:
    """What comes out of one share of the claims."""
    index, everybody, names, rules = _both(enrolled, seed)
    asked = some_claims(index, names, min(_SHARE, count - share * _SHARE), seed * 1_000 + share)
    answers = Answers(everybody, keep / f"{enrolled}-{seed}-{share}.json" if keep else None)
    outcome = differences(index, answers, [one.claim for one in asked], rules)
    answers.keep()
    return outcome


def _ask(options: argparse.Namespace) -> list[Outcome]:
    """What comes out of each share, said as it comes."""
    ask = partial(_share, options.enrolled, options.seed, options.claims, options.keep)
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(options.cores) as pool:
        for outcome in pool.map(ask, range(-(-options.claims // _SHARE))):
            outcomes.append(outcome)
            asked = sum(one.claims for one in outcomes)
            unlike = sum(len(one.differences) for one in outcomes)
            print(f"{asked:,} claims asked, {unlike:,} with another answer", file=sys.stderr)
    return outcomes


def main() -> None:
    asked = options(__doc__, claims=20_000, enrolled=5_000, seed=5, keep=Path, cores=int)
    outcomes = _ask(asked)
    claims = sum(outcome.claims for outcome in outcomes)
    unlike = [difference for outcome in outcomes for difference in outcome.differences]
    index_ms = 1000 * sum(outcome.index_s for outcome in outcomes) / claims
    slow_claims = sum(outcome.everybody_asked for outcome in outcomes)
    everybody_ms = 1000 * sum(outcome.everybody_s for outcome in outcomes) / max(1, slow_claims)
    table = Table("", "claims", "other answer", "CPU ms a claim")
    table.add_row("by the index", f"{claims:,}", f"{len(unlike):,}", f"{index_ms:,.2f}")
    slow = f"{everybody_ms:,.2f}" if slow_claims else "kept"
    table.add_row("with everybody", f"{claims:,}", "", slow)
    Console().print(table)
    for difference in unlike[:20]:
        print(difference)
    figures = {"claims": claims, "enrolled": asked.enrolled, "different": len(unlike)}
    figures |= {"index_ms": round(index_ms, 3), "everybody_ms": round(everybody_ms, 3)}
    keep(figures, asked.json)


if __name__ == "__main__":
    main()
