"""Are weights estimated from a school's own cases (`rules estimate`) better than the shipped ones?

    python -m bench.estimation [--cases 300] [--asked 1500] [--pupils 1000] [--seed 3] [--json FILE]

Schools whose families write in other ways than ours, each with its truth known: from `--cases` claims, a
fifth of them chosen by a person and a tenth spoilt, weights are estimated; then both are held to other
families' claims and to as many impostors'. `sure` and `right`: how sure the match is on average, and how
often the account that was meant is first (the nearer the two the better); the same `without` the phone;
`served`: the share of honest claims that goes by itself; `wrong`: impostors, or others' accounts, served;
`moved`: by how many bits a weight differs from the shipped one at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from random import Random
from statistics import fmean

from rich.console import Console
from rich.table import Table

from bench.asked import Asked
from bench.claims import Case, honest_cases, write_claim
from bench.command import keep, options
from bench.impostors import impostors, served
from bench.registers import synthetic_register
from bot.decision.policy import Policy
from bot.decision.vocabulary import Limits
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.model.claim import Claim
from bot.rules.directory import load_rules, shipped_rules
from bot.tuning.estimation import Known, estimate


@dataclass(frozen=True, slots=True)
class Manner:
    """How the families of a school write."""

    noise: float  #: of names: short, one surname, slips
    last_year: float  #: share of pupils given with the course of last year


_SCHOOLS = {
    "as the bench's": Manner(0.35, 0.0),
    "careless names": Manner(0.9, 0.0),
    "last year's course": Manner(0.35, 0.5),
}


@dataclass(frozen=True, slots=True)
class Score:
    moved: float
    sure: float
    right: float
    sure_without: float
    right_without: float
    served: float
    wrong: int


def _asked(
    manner: Manner, index: RegisterIndex, names: Hypocoristics, rng: Random, *, spoilt: float
) -> Iterator[Asked]:
    """Without end: claims in the manner of this school, such a share of them impostors'."""
    for case in honest_cases(index, rng):
        if rng.random() < spoilt:
            yield Asked(_spoil(case, manner, index, names, rng), None)
        else:
            yield Asked(
                _aged(write_claim(case.said, rng, names, manner.noise), manner, rng), case.guardian.key
            )


def _spoil(case: Case, manner: Manner, index: RegisterIndex, names: Hypocoristics, rng: Random) -> Claim:
    wrong = rng.choice(list(impostors(case, index, rng, names)))
    return _aged(write_claim(wrong.said, rng, names, min(wrong.noise, manner.noise)), manner, rng)


def _aged(claim: Claim, manner: Manner, rng: Random) -> Claim:
    """With the course of last year here and there."""
    students = tuple(
        replace(s, course=replace(s.course, level=s.course.level - 1))
        if s.course and s.course.level and s.course.level > 1 and rng.random() < manner.last_year
        else s
        for s in claim.students
    )
    return replace(claim, students=students)


def _learnt(asked: Sequence[Asked], index: RegisterIndex, rules: MatchingRules) -> MatchingRules:
    """The draft that `rules estimate` writes; of every fifth case a person has said who is meant."""
    cases = [Known(one.claim, None if number % 5 else one.guardian) for number, one in enumerate(asked)]
    data = rules.model_dump()
    for weight in estimate(cases, index, rules):
        data[weight.comparison][weight.level] = weight.draft
    return MatchingRules.model_validate(data)


def _score(asked: Sequence[Asked], index: RegisterIndex, rules: MatchingRules, limits: Limits) -> Score:
    honest = [one for one in asked if one.guardian]
    found = [(one.guardian, link(one.claim, index, rules)) for one in asked]
    meant = [(guardian, match) for guardian, match in found if guardian]
    without = [(one.guardian, link(replace(one.claim, phone=None), index, rules)) for one in honest]
    gone = [(guardian, match.guardian) for guardian, match in found if served(match, limits)]
    return Score(
        moved=_moved(rules),
        sure=_share(match.probability for _, match in meant),
        right=_share(match.guardian == guardian for guardian, match in meant),
        sure_without=_share(match.probability for _, match in without),
        right_without=_share(match.guardian == guardian for guardian, match in without),
        served=round(sum(account == guardian for guardian, account in gone) / len(honest), 4),
        wrong=sum(account != guardian for guardian, account in gone),
    )


def _share(values: Iterable[float]) -> float:
    return round(fmean(values), 4)


def _moved(rules: MatchingRules) -> float:
    shipped = _shipped()
    pairs = [(getattr(shipped, name), getattr(rules, name)) for name in ("given", "surname", "course")]
    return round(max(abs(new[level] - old[level]) for old, new in pairs for level in old), 1)


def _shipped() -> MatchingRules:
    return load_rules(shipped_rules(), "matching.yaml", MatchingRules)


def measure(cases: int, asked: int, pupils: int, seed: int) -> dict[str, dict[str, Score]]:
    """Of each school the scores of both sets of weights."""
    names = Hypocoristics.load(shipped_rules())
    shipped = _shipped()
    limits = Policy.load(shipped_rules()).limits
    index = RegisterIndex(synthetic_register(pupils, seed), names)
    scores = {}
    for number, (school, manner) in enumerate(_SCHOOLS.items()):
        rng = Random(seed * 100 + number)
        past = list(islice(_asked(manner, index, names, rng, spoilt=0.1), cases))
        held_out = list(islice(_asked(manner, index, names, rng, spoilt=0.5), asked * 2))
        own = _learnt(past, index, shipped)
        scores[school] = {
            "shipped": _score(held_out, index, shipped, limits),
            "estimated": _score(held_out, index, own, limits),
        }
    return scores


def main() -> None:
    asked = options(__doc__, cases=300, asked=1_500, pupils=1_000, seed=3)
    scores = measure(asked.cases, asked.asked, asked.pupils, asked.seed)
    table = Table("school", "weights", "moved", "sure", "right", "no phone: sure", "right", "served", "wrong")
    for school, both in scores.items():
        for weights, s in both.items():
            shares = (s.sure, s.right, s.sure_without, s.right_without, s.served)
            table.add_row(school, weights, f"{s.moved}", *map("{:.2%}".format, shares), f"{s.wrong}")
    Console().print(table)
    figures = {school: {w: asdict(s) for w, s in both.items()} for school, both in scores.items()}
    keep(figures, asked.json)


if __name__ == "__main__":
    main()
