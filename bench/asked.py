"""Claims of families and of impostors, three to one, about a register."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random

from bench.claims import honest_cases, write_claim
from bench.impostors import impostors
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.model.claim import Claim


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim, and the account that it should find; None for an impostor's."""

    claim: Claim
    guardian: str | None


def some_claims(index: RegisterIndex, names: Hypocoristics, count: int, seed: int) -> list[Asked]:
    """Claims about a register, a quarter of them spoilt."""
    rng = Random(seed)
    asked = []
    for i, case in enumerate(islice(honest_cases(index, rng), count)):
        if i % 4 == 3:
            spoilt = rng.choice(list(impostors(case, index, rng, names)))
            asked.append(Asked(write_claim(spoilt.said, rng, names, spoilt.noise), None))
        else:
            asked.append(Asked(write_claim(case.said, rng, names), case.guardian.key))
    return asked
