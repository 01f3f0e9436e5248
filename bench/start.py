"""How long until the bot is at work, and how much memory it takes.

python -m bench.start [--json FILE] [--repeat 5]

`first_mail_s`: from the start of the worker to the decision about a mail that waits in the mailbox;
`help_s`: `incidencias --help`; `rss_mb`: the resident memory of the worker's processes after that mail. The
best of several starts: what else the machine does is no part of the figure.
"""

from __future__ import annotations

import subprocess
import time

from sqlalchemy import Engine

from bench.command import keep, options
from bench.cpu import resident_mb
from bench.town import Town, town
from bot.store.events import events
from tests.servers.installation import PROGRAM, SCHOOL


def main() -> None:
    asked = options(__doc__, repeat=5)
    with town(pupils=1000) as place:
        help_s = min(_help_seconds(place) for _ in range(asked.repeat + 1))
        starts = [_start(place, number) for number in range(asked.repeat + 1)]  # the first one fills caches
    first_mail_s, rss_mb = min(seconds for seconds, _ in starts), max(memory for _, memory in starts)
    result = {"first_mail_s": round(first_mail_s, 2), "help_s": round(help_s, 3), "rss_mb": round(rss_mb)}
    print(f"process start to first mail decided  {first_mail_s:6.2f} s")
    print(f"incidencias --help                   {help_s:6.2f} s")
    print(f"resident memory, 1,000 pupils        {rss_mb:6.0f} MB")
    keep(result, asked.json)


def _help_seconds(place: Town) -> float:
    started = time.monotonic()
    subprocess.run([PROGRAM, "--help"], env=place.installation.environment, check=True, capture_output=True)
    return time.monotonic() - started


def _start(place: Town, number: int) -> tuple[float, float]:
    """Seconds to the first decision, and megabytes after it."""
    (letter,) = place.letters(1, skip=number)
    place.fill([letter])
    with place.installation.house() as house:
        decided = _decisions(house.engine)
        started = time.monotonic()
        with place.installation.worker() as process:
            while _decisions(house.engine) == decided:
                time.sleep(0.005)
            seconds = time.monotonic() - started
            return seconds, resident_mb(process.pid)


def _decisions(engine: Engine) -> int:
    return sum(event.kind == "decided" for event in events(engine, SCHOOL))


if __name__ == "__main__":
    main()
