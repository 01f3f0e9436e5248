"""How fast are mails understood? CPU time of parsing and reading on one core, in batches and one by one.

python -m bench.understanding [--mails DIR] [--registry FILE] [--repeat N] [--json FILE]

Measured over mails that the reader has not met, after others have warmed it up (some of the trainer's and of
other schools; each round takes another third of the folder, too), in a process of its own, for patterns
remember the texts that they have seen.
The best round counts, for a busy machine only ever adds. What stays in memory is left to itself then, as in
the process that thinks. Mails made to cost time (bench/hostile.py) are measured too, 100 kB of each.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from statistics import quantiles

from bench.command import keep, options
from bench.hostile import ORDINARY, PAGES, TEXTS, written
from bot.mind.mind import Mind, mind_of_files
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.names.ner import Ner
from bot.system.litter import leave_what_stays
from training.mails import samples

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "corpus"
BATCH = 64
WARM = 400  #: mails of the trainer that are read before
#: And those of other schools: a reader at work has met such.
OTHERS = sorted(SAMPLES.parent.glob("corpus_[rst]/*/*.eml"))
LONG = 100_000  #: bytes of a hostile mail
SHOWN = 5  #: the slowest of them
_HEAD = b"From: a@b.test\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds a mail: in batches (CPU, wall), and CPU of each mail alone."""

    batch_ms: float
    wall_ms: float
    single_ms: tuple[float, ...]


def main() -> None:
    asked = options(__doc__, mails=SAMPLES, registry=SAMPLES / "school" / "RegAlum.csv", repeat=3)
    import spacy  # noqa: F401, PLC0415 - its import is not the model's load

    started = time.process_time()
    Ner.load()
    model_load_s = time.process_time() - started
    mails = [p.read_bytes() for p in sorted(asked.mails.glob("*.eml"))]
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as new:
        rounds = [*new.map(measure, repeat(asked.registry), repeat(mails), range(asked.repeat))]
    best = min(rounds, key=lambda r: r.batch_ms)
    cuts = quantiles(min((r.single_ms for r in rounds), key=lambda ms: sum(ms) / len(ms)), n=100)
    hostile = dict(sorted(measure_hostile(asked.registry).items(), key=lambda shape: -shape[1]))
    result = {
        "batch_mails_per_s": round(1000 / best.batch_ms, 1),
        "single_ms": {"p50": round(cuts[49], 2), "p95": round(cuts[94], 2)},
        "model_load_s": round(model_load_s, 3),
        "hostile_ms_per_100kb": {name: round(ms, 1) for name, ms in hostile.items()},
    }
    print(f"batches of {BATCH}: {1000 / best.batch_ms:.0f} mails/s of CPU time")
    print(f"  ({1000 / best.wall_ms:.0f} by the clock on the wall)")
    print(f"one by one: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms")
    print(f"model load: {model_load_s:.2f} s")
    print(f"100 kB of an ordinary text: {hostile['ordinary']:.0f} ms; of the slowest hostile ones:")
    for name, ms in [*hostile.items()][:SHOWN]:
        print(f"  {ms:4.0f} ms  {name}")
    keep(result, asked.json)


def measure(registry: Path, mails: Sequence[bytes], turn: int) -> Round:
    """One reader, warm from a third of the mails and from others, reads the rest for the first time."""
    mind = mind_of_files(registry, None, OWN)
    known, batches, alone = (mails[(turn + n) % 3 :: 3] for n in range(3))
    trained = (_HEAD + sample.text.encode() for sample in samples(WARM, seed=turn))
    for mail in (*trained, *(path.read_bytes() for path in OTHERS), *known):
        mind.reader.read(parse_mail(mail, own=OWN), mind.index)
    leave_what_stays()
    started, clock = time.process_time(), time.perf_counter()
    for n in range(0, len(batches), BATCH):
        mind.reader.read_many([parse_mail(m, own=OWN) for m in batches[n : n + BATCH]], mind.index)
    cpu_s, wall_s = time.process_time() - started, time.perf_counter() - clock
    single = tuple(_cost(mind, mail) for mail in alone)
    return Round(1000 * cpu_s / len(batches), 1000 * wall_s / len(batches), single)


def measure_hostile(registry: Path) -> dict[str, float]:
    """CPU milliseconds for 100 kB of each kind, the better of two readings."""
    mind = mind_of_files(registry, None, OWN)
    mails = {name: written(text, LONG) for name, text in {"ordinary": ORDINARY, **TEXTS}.items()}
    mails |= {name: written(text, LONG, after=end, kind="html") for name, (text, end) in PAGES.items()}
    return {name: min(_cost(mind, mail), _cost(mind, mail)) for name, mail in mails.items()}


def _cost(mind: Mind, mail: bytes) -> float:
    started = time.process_time()
    mind.reader.read(parse_mail(mail, own=OWN), mind.index)
    return 1000 * (time.process_time() - started)


if __name__ == "__main__":
    main()
