"""One sender's thousands of mails and a storm of bounces: what they cost, and whom they hold up.

python -m bench.storm [--flood 10000] [--bounces 2000] [--json FILE]

All lie in the store (SQLite) before the mails of fifty families, which come last. They are claimed, decided
and answered as the worker does it, with a mailer that only counts. By tenths: CPU milliseconds a mail.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.command import hush, keep, options
from bench.cpu import resident_mb
from bot.bootstrap_worker import post_of
from bot.journey import handle
from tests.offices import COORDINATOR, SCHOOL, morning
from tests.servers.bounces import bounce
from tests.servers.parents import parents

_BATCH = 50
_TENTHS = 10
_FAMILIES = 50
FLOODER = "pesado@fuera.test"
_FAMILY = re.compile(rb"familia\d+@fuera")
_TEXT = "Mi hija no irá mañana a clase, tiene médico."


def main() -> None:
    asked = options(__doc__, flood=10_000, bounces=2_000)
    hush()
    with tempfile.TemporaryDirectory() as directory:
        result = storm(Path(directory), asked.flood, asked.bounces)
    print(f"{asked.flood} mails of one sender, {asked.bounces} bounces, {_FAMILIES} families")
    print("CPU ms a mail, by tenths: " + "  ".join(f"{ms:.1f}" for ms in result["cpu_ms"]))
    print("memory by tenths:         " + "  ".join(f"{mb} MB" for mb in result["rss_mb"]))
    print(f"the last family was decided after {result['families_after']} mails")
    print(f"answers to the sender {result['answers']}, to bounces {result['to_bounces']}, ", end="")
    print(f"to families {result['to_families']}, notices {result['notices']}, cases {result['cases']}")
    keep(result, asked.json)


def storm(directory: Path, flood: int, bounces: int) -> dict[str, Any]:
    office = morning(directory, "local")
    office.deliver()
    office.mailer.sent.clear()
    with office.house() as house:
        mind = replace(house.mind(house.school(SCHOOL)), coordinator=COORDINATOR)
        families = [
            replace(family, address=f"familia{n}@fuera.test")
            for n, family in zip(range(_FAMILIES), parents(mind.index.register), strict=False)
        ]
        now = datetime.now(UTC)
        letter = replace(families[0], address=FLOODER).letter
        office.put_in([letter(f"{_TEXT} ({n})").as_bytes() for n in range(flood)], now)
        office.put_in([bounce(n) for n in range(bounces)], now)
        office.put_in([family.letter(_TEXT).as_bytes() for family in families], now)
        deliverer = replace(post_of(house, house.school(SCHOOL)).deliverer, mailer=office.mailer)
        mails, done, after = flood + bounces + len(families), 0, 0
        cpu, memory, since, spent = [], [], 0, time.process_time()
        while claimed := house.desk.claim_mails(SCHOOL, _BATCH, now=now):
            handle(claimed, mind, house.desk, now=now)
            deliverer.run()
            done += len(claimed)
            after = done if any(_FAMILY.search(mail.content) for mail in claimed) else after
            if done - since >= mails / _TENTHS or done == mails:
                cpu.append(round(1000 * (time.process_time() - spent) / (done - since), 1))
                memory.append(round(resident_mb(os.getpid())))
                since, spent = done, time.process_time()
        cases = sum(case.sender == FLOODER for case in house.tickets.queue(SCHOOL, limit=mails))
    to = Counter(mail.recipient for mail in office.mailer.sent)
    return {
        "cpu_ms": cpu,
        "rss_mb": memory,
        "families_after": after,
        "answers": to[FLOODER],
        "to_bounces": sum(n for who, n in to.items() if "mx.fuera.test" in who),
        "to_families": sum(n for who, n in to.items() if who.startswith("familia")),
        "notices": to[COORDINATOR],
        "cases": cases,
    }


if __name__ == "__main__":
    main()
