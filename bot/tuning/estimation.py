"""Match weights estimated from the school's own mails, as Splink does it: expectation and maximisation.

A weight is log2(m / u): `m`, how often the level holds between a mail and the family that it means; `u`,
how often it holds between a mail and anybody. `u` is counted against the whole register. For `m` the
families meant are guessed with the present weights (each account by its probability; where a person has
chosen one, that one), levels are counted, weights are made of the counts, and so on until they stand.

Levels that are seen too seldom, and those that the matching never lets through (another surname is
another person), keep their weight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.matchers.units import compare_courses
from bot.model.claim import Claim
from bot.model.match import Candidate
from bot.text.words import words

Progress = Callable[[int, int], None]  #: (mails done, mails in all)
Counts = Mapping[str, Mapping[str, float]]  #: comparison -> level -> how often

_ENOUGH = 5.0  #: seen less often than this, a level is not estimated
_ROUNDS = 10
_STANDS = 0.05  #: bits
_MOST_BITS = 15.0
_COMPARISONS = {
    "given": ("student.given", "guardian.given"),
    "surname": ("student.surname1", "student.surname2", "guardian.surname1", "guardian.surname2"),
    "course": ("course",),
}
_SILENT = "missing"  #: says nothing either way
_FULL = "exact"
_MOST_PUPILS = 2_000  #: of a larger register these are sample enough


@dataclass(frozen=True, slots=True)
class Known:
    """A claim, and the account that a person chose for it (None: nobody has)."""

    claim: Claim  #: of the whole conversation
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """One level's weight beside the present one."""

    comparison: str
    level: str
    present: float
    estimated: float | None  #: None: seen too seldom
    seen: float  #: expected number of times among the families meant
    by_chance: float  #: `u`
    draft: float  #: the one to try: a level that is not estimated stays, but never above a full agreement


def estimate(
    cases: Sequence[Known], index: RegisterIndex, rules: MatchingRules, progress: Progress = lambda *_: None
) -> list[Weight]:
    """Every level of given names, surnames and course."""
    chance = _by_chance([case.claim for case in cases], index)
    current, seen = rules, _seen(cases, index, rules)
    for done in range(_ROUNDS):
        progress(done, _ROUNDS)
        better = _with_weights(current, _weights(seen, chance))
        settled = _distance(current, better) < _STANDS
        current, seen = better, _seen(cases, index, better)
        if settled:
            break
    progress(_ROUNDS, _ROUNDS)
    found = _weights(seen, chance)
    return [
        Weight(
            comparison,
            level,
            present,
            found.get(comparison, {}).get(level),
            seen.get(comparison, {}).get(level, 0.0),
            chance.get(comparison, {}).get(level, 0.0),
            found.get(comparison, {}).get(level, min(present, found.get(comparison, {}).get(_FULL, present))),
        )
        for comparison in _COMPARISONS
        for level, present in getattr(rules, comparison).items()
        if level != _SILENT
    ]


def _seen(cases: Sequence[Known], index: RegisterIndex, rules: MatchingRules) -> Counts:
    """How often each level holds for the families meant: each account counts by its probability."""
    comparison_of = {what: name for name, whats in _COMPARISONS.items() for what in whats}
    counts: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for case in cases:
        for candidate, share in _shares(link(case.claim, index, rules).candidates, case.account):
            for line in candidate.evidence:
                if line.what in comparison_of and line.level != _SILENT:
                    level = counts[comparison_of[line.what]]
                    level[line.level] = level.get(line.level, 0.0) + share
    return counts


def _shares(candidates: Sequence[Candidate], chosen: str | None) -> list[tuple[Candidate, float]]:
    if chosen is not None and any(c.guardian == chosen for c in candidates):
        return [(c, 1.0) for c in candidates if c.guardian == chosen]
    return [(c, c.probability) for c in candidates]


def _by_chance(claims: Sequence[Claim], index: RegisterIndex) -> Counts:
    """How often each level holds between what the mails say of pupils and anybody on file."""
    pupils = [student for claim in claims for student in claim.students]
    given = Counter(word for pupil in pupils for word in words(pupil.given)[:1])
    surnames = Counter(word for pupil in pupils for word in words(pupil.surnames)[:2])
    courses = Counter(pupil.course for pupil in pupils if pupil.course)
    students = list(index.register.students.values())[:_MOST_PUPILS]
    course: Counter[str] = Counter()
    for claimed, times in courses.items():
        for level, count in Counter(compare_courses(claimed, s) for s in students).items():
            course[level.name.lower()] += times * count
    return {
        "given": _shared(_words_by_chance(given, index.given_tokens, index, surname=False)),
        "surname": _shared(_words_by_chance(surnames, index.surname_tokens, index, surname=True)),
        "course": _shared(course),
    }


def _words_by_chance(
    written: Mapping[str, int], filed: Mapping[str, int], index: RegisterIndex, *, surname: bool
) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, times in written.items():
        for other, people in filed.items():
            found[index.lexicon.agreement(word, other, surname=surname).name.lower()] += times * people
    return found


def _shared(counts: Mapping[str, float]) -> dict[str, float]:
    """Counts as shares of all that say something."""
    telling = {level: count for level, count in counts.items() if level != _SILENT}
    total = sum(telling.values())
    return {level: count / total for level, count in telling.items()}


def _weights(seen: Counts, chance: Counts) -> dict[str, dict[str, float]]:
    """log2(m / u) of the levels that are seen often enough."""
    return {
        comparison: {
            level: max(-_MOST_BITS, min(_MOST_BITS, log2(share / by_chance)))
            for level, share in _shared(counts).items()
            if counts[level] >= _ENOUGH and (by_chance := chance[comparison].get(level, 0.0)) > 0
        }
        for comparison, counts in seen.items()
    }


def _with_weights(rules: MatchingRules, weights: Mapping[str, Mapping[str, float]]) -> MatchingRules:
    """The rules with these weights in place of their own."""
    data = rules.model_dump()
    return MatchingRules.model_validate(
        data | {name: data[name] | dict(new) for name, new in weights.items()}
    )


def _distance(one: MatchingRules, other: MatchingRules) -> float:
    """By how many bits the two differ at most."""
    return max(  # type: ignore[no-any-return]  # fields looked up by name
        abs(weight - getattr(other, comparison)[level])
        for comparison in _COMPARISONS
        for level, weight in getattr(one, comparison).items()
    )
