"""How well are mails understood? Field F1 and intents over a folder of labelled mails.

python -m bench.fields DIR --registry FILE [--only PREFIX] [--without model,register] [--misses]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.model.decision import Thread
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.registry.seneca import read_export
from bot.rules.directory import shipped_rules
from bot.tuning.evaluation import Field, _keys, read_labels


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("directory", type=Path)
    options.add_argument("--registry", type=Path)
    options.add_argument("--only", default="", help="beginning of the mails' ids")
    options.add_argument("--without", default="", help="leave out: model, register")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--address", default="incidenciastde@ieslaloma.test")
    options.add_argument("--authserv", default="mx.ieslaloma.test")
    asked = options.parse_args()
    rules = shipped_rules()
    index = (
        RegisterIndex(read_export(asked.registry)[0], Hypocoristics.load(rules))
        if asked.registry and "register" not in asked.without
        else None
    )
    reader = Reader.load(rules, with_model="model" not in asked.without)
    own = OwnIdentity(frozenset({asked.address}), asked.authserv, "incidencias")
    labels = [label for label in read_labels(asked.directory) if label.name.startswith(asked.only)]
    messages = [parse_mail((asked.directory / label.file).read_bytes(), own=own) for label in labels]
    threads = [Thread(ticket="T", answered=True) if m.corpus_reply_to else Thread() for m in messages]
    claims = reader.read_many(messages, index, threads)
    fields = {name: Field() for name in ("guardian", "student", "course", "phone")}
    intents: Counter[bool] = Counter()
    misses = []
    for label, claim in zip(labels, claims, strict=True):
        if label.intent == "automatic":
            continue
        pairs = {
            "guardian": ([label.guardian], [claim.guardian.value if claim.guardian else None]),
            "student": ([n for n, _ in label.students], [s.name.value for s in claim.students]),
            "course": (
                [c for _, c in label.students],
                [str(c) for c in ([s.course for s in claim.students] or [claim.loose_course]) if c],
            ),
            "phone": ([label.phone], [claim.phone.value if claim.phone else None]),
        }
        for name, (wanted, got) in pairs.items():
            fields[name].count(_keys(wanted), _keys(got))
            if Counter(_keys(wanted)) != Counter(_keys(got)):
                misses.append(f"{label.name} {name}: {got} for {wanted}")
        intents[claim.intent == label.intent] += 1
        if claim.intent != label.intent:
            misses.append(f"{label.name} intent: {claim.intent} for {label.intent}")
    for name, field in fields.items():
        print(f"{name:9} F1 {field.f1:.3f}  right {field.right} extra {field.extra} missed {field.missed}")
    print(f"intent    {intents[True]}/{intents.total()}")
    if asked.misses:
        print("\n".join(misses))


if __name__ == "__main__":
    main()
