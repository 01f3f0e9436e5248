"""How commands print: tables for people, JSON lines for machines."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table


def print_lines(items: Iterable[Mapping[str, object]]) -> None:
    """One JSON object a line on standard output."""
    for item in items:
        sys.stdout.write(json.dumps(item, ensure_ascii=False, default=str) + "\n")


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table for people; "nothing" is said, not left blank."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console = Console()
    if table.row_count:
        console.print(table)
    else:
        console.print(f"{title}: nada.")


def as_dict(value: object) -> dict[str, object]:
    """A dataclass as a JSON-able mapping."""
    return dataclasses.asdict(value)  # type: ignore[call-overload, no-any-return]  # any dataclass instance


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """A span of time as people say it: "hace 3 h", "dentro de 20 min"."""
    if moment is None:
        return ""
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    size = abs(seconds)
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if size >= length:
            amount = f"{int(size // length)} {unit}"
            break
    else:
        return "ahora"
    return f"hace {amount}" if seconds > 0 else f"dentro de {amount}"
