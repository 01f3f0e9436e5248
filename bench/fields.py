"""What is the model good for, and the register? `incidencias evaluate`, without one or both in the reading.

python -m bench.fields DIR [--registry FILE] [--without model register] [--only PREFIX] [--misses]

The matching always has the register: what is left out is what it tells the reader of mails.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from bot.commands.evaluate import evaluate
from bot.matchers.index import RegisterIndex
from bot.model.claim import Claim
from bot.model.decision import Thread
from bot.model.mail import InboundMessage
from bot.parsers.names.ner import Ner
from bot.parsers.reader import Reader

_read_many = Reader.read_many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--registry", type=Path)
    parser.add_argument("--without", nargs="*", choices=("model", "register"), default=())
    parser.add_argument("--only", default="", help="beginning of the mails' ids")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as left_out:
        if "model" in asked.without:
            left_out.enter_context(patch.object(Ner, "load", return_value=None))
        if "register" in asked.without:
            left_out.enter_context(patch.object(Reader, "read_many", _without_register))
        evaluate(asked.directory, asked.registry, misses=asked.misses, only=asked.only)


def _without_register(
    reader: Reader, messages: Sequence[InboundMessage], _index: RegisterIndex, threads: Sequence[Thread]
) -> list[Claim]:
    return _read_many(reader, messages, None, threads)


if __name__ == "__main__":
    main()
