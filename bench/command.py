"""What the benches have in common: a command line, figures for machines, and no log between them."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

import structlog


def options(doc: str | None, **options: Any) -> argparse.Namespace:
    """What the command line asks for: `--json FILE`, and an option for each default or type given.

    A list takes several values. `--help` shows the bench's docstring, which tells what they mean.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    for name, default in options.items():
        known = not isinstance(default, type)
        one = default[0] if isinstance(default, list) else default
        parser.add_argument(
            f"-{name}" if len(name) == 1 else f"--{name}",
            type=type(one) if known else default,
            nargs="*" if isinstance(default, list) else None,
            default=default if known else None,
        )
    return parser.parse_args()


def keep(figures: object, file: Path | None) -> None:
    """Write the figures to the file that `--json` names, if any."""
    if file:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def hush() -> None:
    """Only what is critical is logged: the table stands alone."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
