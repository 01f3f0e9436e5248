"""How commands speak: sentences and tables for people, JSON lines for machines, bars for who waits."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from bot.errors import InputError, why

Tell = Callable[[int, int], None]  #: done, in all


def agreed(question: str) -> bool:
    """Does whoever sits there say yes? Raises InputError where nobody does."""
    if not sys.stdin.isatty():
        raise InputError("Sin terminal no se puede preguntar: añada --yes.")
    try:
        return input(f"{question} [s/N] ").strip().casefold() in {"s", "sí", "si"}
    except EOFError:
        raise typer.Abort from None


def read_file(path: Path) -> bytes:
    """A file that was named on the command line. Raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"No se puede leer {path} ({why(error)}).") from error


@contextmanager
def progress(*steps: str) -> Iterator[list[Tell]]:
    """A bar for each step on standard error while the block runs; none where no terminal is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bars:
        yield [partial(_advance, bars, bars.add_task(step, total=None)) for step in steps]


def _advance(bars: Progress, task: TaskID, done: int, total: int) -> None:
    bars.update(task, completed=done, total=total)


def print_lines(items: Iterable[Mapping[str, object]]) -> None:
    """One JSON object a line on standard output."""
    for item in items:
        sys.stdout.write(json.dumps(item, ensure_ascii=False, default=str) + "\n")


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table for people; "nothing" is said, not left blank."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    if table.row_count:
        Console().print(table)
    else:
        typer.echo(f"{title}: nada.")


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
