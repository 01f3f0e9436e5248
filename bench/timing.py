"""Does the hour of an answer tell what it hides? Rows 6-8 of the policy, from claim to the letter's leaving.

python -m bench.timing [--each 500] [--json FILE]

Mails of the rows in random order, each thought about and recorded (SQLite) as the worker does it. `thinking`
is the time from claim to record; a letter leaves when it is recorded *and* due. Two rows are compared by the
probability that a letter of one takes longer than one of the other (Mann-Whitney): 0.5 tells nothing.
Processor time: other programs on the machine do not count.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from bot.journey import handle
from bot.model import RawMail
from bot.store.desk import SqlDesk
from bot.store.intake import SqlIntake
from bot.thinking import ANSWERS_AFTER
from tests.offices import SCHOOL, morning
from tests.servers.parents import Parent, parents


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--each", type=int, default=500)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    thinking = measure(asked.each)
    due = ANSWERS_AFTER.total_seconds()
    leaving = {row: [max(seconds, due) for seconds in took] for row, took in thinking.items()}
    pairs = {
        f"{one} / {other}": (longer(thinking[one], thinking[other]), longer(leaving[one], leaving[other]))
        for one, other in combinations(sorted(thinking), 2)
    }
    table = Table("rows", "thinking alone", "leaving", title=f"{asked.each} mails a row")
    for name, (before, after) in pairs.items():
        table.add_row(name, f"{before:.3f}", f"{after:.3f}")
    Console().print(table)
    slowest = max(max(took) for took in thinking.values())
    print(f"slowest: {1000 * slowest:.0f} ms; letters leave after {1000 * due:.0f} ms")
    if asked.json:
        result = {"pairs": pairs, "slowest_ms": 1000 * slowest, "leave_after_ms": 1000 * due}
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def measure(each: int) -> dict[str, list[float]]:
    """Row -> seconds of thinking and recording."""
    with tempfile.TemporaryDirectory() as directory:
        office = morning(Path(directory), "local")
        with office.house() as house:
            mind = house.mind(house.school(SCHOOL))
            families = list(parents(mind.index.register))
            rows = [row for n in range(each) for row in letters(families[n % len(families)], n)]
            random.Random(7).shuffle(rows)
            desk = SqlDesk(house.engine, house.box, answers_after=ANSWERS_AFTER)
            intake = SqlIntake(house.engine)
            lease = intake.acquire(SCHOOL, "bench", timedelta(days=1))
            if lease is None:
                raise SystemExit("somebody else owns this store")
            now = datetime.now(UTC)
            intake.ingest(
                lease,
                [
                    RawMail(school=SCHOOL, uidvalidity=2, uid=uid, content=content, received_at=now)
                    for uid, (_, content) in enumerate(rows, 1)
                ],
            )
            seconds: defaultdict[str, list[float]] = defaultdict(list)
            for row, _ in rows:
                mails = desk.claim_mails(SCHOOL, 1, now=now)
                started = time.process_time()
                handle(mails, mind, desk, now=now)
                seconds[row].append(time.process_time() - started)
    return dict(seconds)


def letters(family: Parent, number: int) -> Iterator[tuple[str, bytes]]:
    """(row, mail), each from an address of its own."""
    whole, phone = str(family.lost_password().get_content()), family.phone.removeprefix("+34")
    texts = {
        "6 phone": whole.replace(phone, f"6981{number:05}"),
        "7 guardian": whole.replace(str(family.guardian.name), "Eufrasia Quiroga Zambrano"),
        "8 pupil": whole.replace(str(family.student.name), "Eufrasio Zambrano Quiroga"),
    }
    for row, text in texts.items():
        mail = family.letter(text)
        mail.replace_header("From", f"persona{number}.{row[0]}@fuera.test")
        yield row, mail.as_bytes()


def longer(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely one of `one` is longer than one of `other`; equal ones count half."""
    wins = sum((a > b) + (a == b) / 2 for a in one for b in other)
    return wins / (len(one) * len(other))


if __name__ == "__main__":
    main()
