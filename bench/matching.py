"""How fast a claim finds its family, at several sizes, and whether the index leaves nobody out.

    python -m bench.matching [--sizes 1000 100000] [--claims 2000] [--brute 200] [--json FILE]

Three of four claims are honest, the others impostors'. `same_answer`: the share of claims for which the
index gives the very answer (pupils, account, fits) of comparing with everybody on file, over the first
`--brute` claims; `brute_ms` is what a rapidfuzz scan of all names costs a claim.
"""

from __future__ import annotations

import argparse
import json
import resource
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, thread_time

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.brute import EverybodyIndex
from bench.claims import honest_cases, write_claim
from bench.impostors import impostors
from bench.registers import synthetic_register
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.model import Claim, Match, Register
from bot.rules import load_rules, shipped_rules
from bot.text import fold

_NOTES = Console(stderr=True)


def some_claims(register: Register, names: Hypocoristics, count: int, seed: int) -> list[Claim]:
    """Claims about a register, a quarter of them spoilt."""
    rng = Random(seed)
    claims = []
    for i, case in enumerate(islice(honest_cases(register, rng), count)):
        said, noise = case.said, 0.35
        if i % 4 == 3:
            spoilt = rng.choice(list(impostors(case, register, rng, names)))
            said, noise = spoilt.said, spoilt.noise
        claims.append(write_claim(said, rng, names, noise))
    return claims


def measure(pupils: int, count: int, brute: int, seed: int = 11) -> dict[str, float]:
    """All figures of one size of register."""
    names = Hypocoristics.load(shipped_rules())
    rules = load_rules(shipped_rules(), "matching.yaml", MatchingRules)
    with _NOTES.status(f"registro de {pupils:,} alumnos"):
        register = synthetic_register(pupils, seed)
        started = perf_counter()
        index = RegisterIndex(register, names)
        build_s = perf_counter() - started
    claims = some_claims(register, names, count, seed)
    times = []
    for claim in track(claims, description="emparejar", console=_NOTES):
        started = thread_time()  # of one core, whatever else the machine is busy with
        link(claim, index, rules)
        times.append((thread_time() - started) * 1000)
    everybody = EverybodyIndex(register, names) if brute else index
    same = [
        _answer(link(claim, index, rules)) == _answer(link(claim, everybody, rules))
        for claim in track(claims[:brute], description="comparar con todos", console=_NOTES)
    ]
    cuts = quantiles(times, n=100)
    return {
        "p50_ms": round(cuts[49], 3),
        "p99_ms": round(cuts[98], 3),
        "brute_ms": round(_scan_ms(register, claims[:20]), 3),
        "same_answer": sum(same) / len(same) if same else 1.0,
        "build_s": round(build_s, 2),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _answer(match: Match) -> tuple[object, ...]:
    return (
        match.student_fit,
        match.guardian_fit,
        match.phone_fit,
        match.guardian,
        match.students,
        match.probability >= 0.99,
    )


def _scan_ms(register: Register, claims: list[Claim]) -> float:
    """One claim by brute force: every name on file scored by rapidfuzz, nothing else."""
    pupils = [fold(str(s.name)) for s in register.students.values()]
    guardians = [fold(str(g.name)) for g in register.guardians.values()]
    started = perf_counter()
    for claim in claims:
        for student in claim.students:
            process.extract(fold(student.name.value), pupils, scorer=fuzz.token_set_ratio, limit=5)
        if claim.guardian:
            process.extract(fold(claim.guardian.value), guardians, scorer=fuzz.token_set_ratio, limit=5)
    return (perf_counter() - started) * 1000 / max(1, len(claims))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--claims", type=int, default=2_000)
    parser.add_argument("--brute", type=int, default=200, help="claims compared with everybody (slow)")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, object] = {}
    table = Table("enrolled", "p50 ms", "p99 ms", "rapidfuzz ms", "same answer", "build s", "RSS MB")
    build_s = rss_mb = 0.0
    for size in options.sizes:
        row = measure(size, options.claims, options.brute if size <= 20_000 else min(options.brute, 3))
        build_s, rss_mb = row.pop("build_s"), row.pop("rss_mb")
        figures[str(size)] = row
        table.add_row(f"{size:,}", *(f"{value:,.3f}" for value in row.values()), f"{build_s}", f"{rss_mb}")
    Console().print(table)
    if options.json:
        figures |= {"build_s": build_s, "rss_mb": rss_mb}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
