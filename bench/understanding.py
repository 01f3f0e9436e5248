"""How fast are mails understood? Parsing and reading on one core, in batches and one by one.

python -m bench.understanding [--mails DIR] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import quantiles

from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.ner import Ner
from bot.parsers.reader import Reader
from bot.rules import shipped_rules

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "mails"
BATCH = 64


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=Path, default=SAMPLES, help="a folder of .eml files")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    import spacy  # noqa: F401, PLC0415 - its import is not the model's load

    started = time.process_time()
    Ner.load()
    model_load_s = time.process_time() - started
    reader = Reader.load(shipped_rules())
    mails = [p.read_bytes() for p in sorted(asked.mails.glob("*.eml"))] * asked.repeat
    reader.read_many([parse_mail(mails[0], own=OWN)], None)

    started = time.process_time()
    for n in range(0, len(mails), BATCH):
        reader.read_many([parse_mail(m, own=OWN) for m in mails[n : n + BATCH]], None)
    batch = len(mails) / (time.process_time() - started)

    single = []
    for mail in mails[:300]:
        started = time.process_time()
        reader.read_many([parse_mail(mail, own=OWN)], None)
        single.append(1000 * (time.process_time() - started))
    cuts = quantiles(single, n=100)
    result = {
        "batch_mails_per_s": round(batch, 1),
        "single_ms": {"p50": round(cuts[49], 2), "p95": round(cuts[94], 2)},
        "model_load_s": round(model_load_s, 3),
    }
    print(f"{len(mails)} mails, batches of {BATCH}: {batch:.0f} mails/s")
    print(f"one by one: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms")
    print(f"model load: {model_load_s:.2f} s")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
