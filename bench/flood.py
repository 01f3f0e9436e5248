"""Thousands of mails at once: is each answered once, and does the memory stay flat?

python -m bench.flood [-n 5000] [--floods 1] [--json FILE]

The worker is held while the mailbox is filled. Then, at every tenth of the answers, the resident memory of
its processes; at the end every answer is matched with its mail. Another flood, of other families of the same
school, shows whether what is kept at hand has an end.
"""

from __future__ import annotations

from collections import Counter

from bench.command import keep, options
from bench.cpu import Meter, of_servers, of_worker, resident_mb
from bench.throughput import FOLDERS, bot
from bench.town import Town, town
from tests.servers.mailserver import FAMILIES

_TENTHS = 10


def main() -> None:
    asked = options(__doc__, n=5000, floods=1)
    mails = asked.n * asked.floods
    seconds = 0.0
    curve: dict[int, int] = {}  # tenths of the answers to a flood, counted on -> MB
    with town(pupils=2 * mails) as place, place.installation.worker() as worker:
        meter = Meter({**of_servers(place.server), **of_worker(worker.pid)})
        for before in range(0, mails, asked.n):

            def watch(answers: int, before: int = before) -> None:
                tenth = (before + answers) * _TENTHS // asked.n
                if tenth not in curve:
                    curve[tenth] = round(resident_mb(worker.pid))

            bot(place, place.letters(asked.n, skip=before), worker.send_signal, meter, watch)
            seconds += meter.seconds
        put_away = {folder: len(_headers(place, folder, "MESSAGE-ID")) for folder in FOLDERS}
        answered = Counter(_headers(place, "INBOX", "IN-REPLY-TO", user=FAMILIES))
    result = {
        "mails": mails,
        "mails_per_s": round(mails / seconds, 1),
        "lost": mails - len(answered),
        "double_reply": sum(answered.values()) - len(answered),
        "put_away": put_away,
        "rss_mb": curve,
        "cpu_ms": {name: round(1000 * seconds / asked.n, 2) for name, seconds in meter.cpu.items()},
    }
    print(f"{mails} mails, {asked.n} at once: {result['mails_per_s']} mails/s")
    print(f"lost {result['lost']}, answered twice {result['double_reply']}, put away {put_away}")
    print("memory by tenths of the answers: " + "  ".join(f"{mb} MB" for _, mb in sorted(curve.items())))
    keep(result, asked.json)


def _headers(place: Town, folder: str, name: str, **whose: str) -> list[str]:
    """One header of every mail in a folder."""
    with place.server.client(**whose) as line:
        if line.select(folder, readonly=True)[0] != "OK":
            return []
        _, data = line.fetch("1:*", f"(BODY.PEEK[HEADER.FIELDS ({name})])")
        return [part[1].decode().partition(":")[2].strip() for part in data if isinstance(part, tuple)]


if __name__ == "__main__":
    main()
