"""Does the hour of an answer tell what it hides? Rows 6-15 of the policy, from claim to the letter's leaving.

python -m bench.timing [--each 500] [--json FILE]

Mails of the rows in random order, each thought about and recorded (SQLite) as the worker does it. `thinking`
is the time from claim to record; a letter leaves when it is recorded *and* due. Each row is compared with all
others by the probability that a letter of it takes longer than one of theirs (Mann-Whitney): 0.5 tells
nothing. Processor time: other programs on the machine do not count.
"""

from __future__ import annotations

import random
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.command import hush, keep, options
from bot.journey import handle
from bot.store.mails.desk import SqlDesk
from bot.worker.thinking import ANSWERS_AFTER
from tests.doubtful import Case, doubtful
from tests.offices import SCHOOL, morning
from tests.servers.parents import Parent, parents


def main() -> None:
    asked = options(__doc__, each=500)
    hush()
    thinking = measure(asked.each)
    due = ANSWERS_AFTER.total_seconds()
    leaving = {row: [max(seconds, due) for seconds in took] for row, took in thinking.items()}
    table = Table("row", "median ms", "thinking alone", "leaving", title=f"{asked.each} of each mail")
    rows: dict[str, dict[str, float]] = {}
    for row, took in sorted(thinking.items(), key=lambda item: int(item[0].split()[0])):
        rows[row] = {
            "median_ms": 1000 * median(took),
            "thinking": longer(took, others(thinking, row)),
            "leaving": longer(leaving[row], others(leaving, row)),
        }
        figures = rows[row].values()
        table.add_row(
            row, *(f"{figure:.{digits}f}" for figure, digits in zip(figures, (1, 3, 3), strict=True))
        )
    Console().print(table)
    slowest = max(max(took) for took in thinking.values())
    print(f"slowest: {1000 * slowest:.0f} ms; letters leave after {1000 * due:.0f} ms")
    result = {"rows": rows, "slowest_ms": 1000 * slowest, "leave_after_ms": 1000 * due}
    keep(result, asked.json)


def measure(each: int) -> dict[str, list[float]]:
    """Row -> seconds of thinking and recording."""
    with tempfile.TemporaryDirectory() as directory:
        office = morning(Path(directory), "local")
        with office.house() as house:
            mind = house.mind(house.school(SCHOOL))
            mind = replace(mind, own=replace(mind.own, authserv_id="mx.ieslaloma.test"))
            known = {family.address for family in office.families.values()}
            families = [one for one in parents(mind.index.register) if one.address not in known]
            renewed, register = office.families["all_right"], mind.index.register
            rows = [
                (case.row, letter(families[n % len(families)], case, f"persona{n}.{m}@fuera.test"))
                for n in range(each)
                for m, case in enumerate(
                    doubtful(
                        families[n % len(families)], families[(n + 7) % len(families)], renewed, register
                    )
                )
            ]
            random.Random(7).shuffle(rows)
            desk = SqlDesk(house.engine, house.box, answers_after=ANSWERS_AFTER)
            now = datetime.now(UTC)
            office.put_in([content for _, content in rows], now)
            seconds: defaultdict[str, list[float]] = defaultdict(list)
            for row, _ in rows:
                mails = desk.claim_mails(SCHOOL, 1, now=now)
                started = time.process_time()
                handle(mails, mind, desk, now=now)
                seconds[row].append(time.process_time() - started)
    return dict(seconds)


def letter(family: Parent, case: Case, address: str) -> bytes:
    return replace(family, address=address).letter(case.text, **case.headers).as_bytes()


def others(took: Mapping[str, Sequence[float]], row: str) -> list[float]:
    return [seconds for one, many in took.items() if one != row for seconds in many]


def longer(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely one of `one` is longer than one of `other`; equal ones count half."""
    ranked = sorted(other)
    wins = sum(bisect_left(ranked, a) + bisect_right(ranked, a) for a in one) / 2
    return wins / (len(one) * len(other))


if __name__ == "__main__":
    main()
