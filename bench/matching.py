"""How fast a claim finds its family, at several sizes, and whether the index leaves nobody out.

    python -m bench.matching [--sizes 1000 100000] [--claims 2000] [--brute 200] [--splink 0] [--json FILE]

Three of four claims are honest, the others impostors'. Times are of one core's, whatever else runs; the
collector of garbage is set as `worker` sets it.
`same_answer`: the share of claims for which the index gives the very answer (pupils, account, fits) of
comparing with everybody on file, over the first `--brute` claims, fewer in large registers (`bench.proof`
asks 20,000); `brute_ms`: a rapidfuzz scan of all names for one claim; `recall`: the share of the honest
claims whose family is the first candidate, beside that of the best-scored names of the scan (rapidfuzz)
and of Splink on DuckDB, up to `--splink` enrolled.
"""

from __future__ import annotations

import resource
from collections.abc import Sequence
from statistics import quantiles
from time import process_time, thread_time

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.answers import Answers
from bench.asked import Asked, some_claims
from bench.brute import Everybody
from bench.command import keep, options
from bench.proof import differences
from bench.registers import synthetic_register
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.model.register import Register
from bot.rules.directory import load_rules, shipped_rules
from bot.system.litter import leave_what_stays
from bot.text.words import fold

_NOTES = Console(stderr=True)
_SCANNED = 50  # claims by brute force


def measure(pupils: int, count: int, brute: int, *, splink: bool, seed: int = 11) -> dict[str, float | None]:
    """All figures of one size of register."""
    names = Hypocoristics.load(shipped_rules())
    rules = load_rules(shipped_rules(), "matching.yaml", MatchingRules)
    with _NOTES.status(f"registro de {pupils:,} alumnos"):
        register = synthetic_register(pupils, seed)
        started = process_time()
        index = RegisterIndex(register, names)
        build_s = process_time() - started
    leave_what_stays()
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asked = some_claims(index, names, count, seed)
    times, found = [], []
    for one in track(asked, description="emparejar", console=_NOTES):
        started = thread_time()
        match = link(one.claim, index, rules)
        times.append((thread_time() - started) * 1000)
        found.append(match.guardian)
    everybody = Answers(Everybody(register, names, rules)) if brute else None
    first = [one.claim for one in asked[:brute]]
    alike = differences(index, everybody, first, rules) if everybody else None
    cuts = quantiles(times, n=100)
    brute_ms, scanned = _scan(register, asked[:_SCANNED])
    row = {
        "p50_ms": round(cuts[49], 3),
        "p99_ms": round(cuts[98], 3),
        "brute_ms": round(brute_ms, 3),
        "same_answer": 1 - len(alike.differences) / alike.claims if alike else None,
        "recall": _recall(asked, found),
        "rapidfuzz_recall": _recall(asked[:_SCANNED], scanned),
        "build_s": round(build_s, 2),
        "rss_mb": round(rss_mb, 1),
    }
    if splink:
        from bench.splink_link import link_all  # noqa: PLC0415 - of the extra `bench`

        figures = link_all(register, [one.claim for one in asked])
        best = [pair[1] if pair else None for pair in figures.best]
        row |= {"splink_ms": round(figures.claim_ms, 3), "splink_recall": _recall(asked, best)}
    return row


def _recall(asked: Sequence[Asked], found: Sequence[str | None]) -> float:
    """The share of honest claims whose account is the one found."""
    right = [one.guardian == key for one, key in zip(asked, found, strict=True) if one.guardian]
    return round(sum(right) / len(right), 4)


def _scan(register: Register, asked: Sequence[Asked]) -> tuple[float, list[str | None]]:
    """CPU ms a claim by brute force, every name on file scored by rapidfuzz, and the best guardians."""
    keys = list(register.guardians)
    pupils = [fold(str(s.name)) for s in register.students.values()]
    guardians = [fold(str(g.name)) for g in register.guardians.values()]
    found: list[str | None] = []
    started = thread_time()
    for one in asked:
        for student in one.claim.students:
            process.extractOne(fold(student.name.value), pupils, scorer=fuzz.token_set_ratio)
        said = fold(one.claim.guardian.value) if one.claim.guardian else ""
        best = process.extractOne(said, guardians, scorer=fuzz.token_set_ratio)
        found.append(keys[best[2]])
    return (thread_time() - started) * 1000 / max(1, len(asked)), found


def main() -> None:
    asked = options(__doc__, sizes=[1_000, 100_000], claims=2_000, brute=200, splink=0)
    rows = {}
    for size in asked.sizes:
        brute = asked.brute if size <= 20_000 else min(asked.brute, 100_000 // size * 3)
        rows[size] = measure(size, asked.claims, brute, splink=size <= asked.splink)
    table = Table("enrolled", *(f"{size:,}" for size in rows))
    for name in dict.fromkeys(name for row in rows.values() for name in row):
        figures = (row.get(name) for row in rows.values())
        table.add_row(name, *("" if figure is None else f"{figure:,.3f}" for figure in figures))
    Console().print(table)
    # The figures for machines: building and memory are those of the last register.
    largest = {name: [row.pop(name) for row in rows.values()][-1] for name in ("build_s", "rss_mb")}
    figures = largest | {str(size): row for size, row in rows.items()}
    keep(figures, asked.json)


if __name__ == "__main__":
    main()
