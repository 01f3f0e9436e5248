"""How commands speak: sentences and tables for people, JSON lines for machines, bars for who waits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Column, Table
from rich.text import Text

from bot.errors import InputError, why
from bot.store.cases.views import TicketRow

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


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """A file that was named on the command line; `private`: for its owner alone. Raises InputError."""
    try:
        path.touch(mode=0o600 if private else 0o666)
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"No se puede escribir {path} ({why(error)}): dé otro sitio.") from error


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


def case_as_json(row: TicketRow) -> dict[str, object]:
    """A case without the word that the families' answers bring back: who has it speaks for them."""
    return {k: v for k, v in asdict(row).items() if k != "token"}


def table(
    title: str, columns: Iterable[str | Column], rows: Iterable[Iterable[object]], *, lines: bool = False
) -> Table:
    """A table for people; what stands in a cell is never taken for markup. `lines`: between the rows, too."""
    made = Table(*columns, title=title or None, title_justify="left", show_lines=lines)
    for row in rows:
        made.add_row(
            *(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row)
        )
    return made


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """The same on standard output; "nothing" is said, not left blank."""
    made = table(title, columns, rows)
    if made.row_count:
        Console(highlight=False).print(made)
    else:
        typer.echo(f"{title}: nada.")


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
