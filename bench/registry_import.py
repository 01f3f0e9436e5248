"""How fast is an enrolment export taken over? The command as an admin types it, as a process of its own.

python -m bench.registry_import [--rows 100000] [--json FILE]

One school in the three containers of the export: `first` into an empty register, `again` the same file once
more, `few` a later export in which one pupil in a hundred has another phone. An .xls sheet ends at 65,536
rows: that container is measured with as many. `cpu_s` is what counts on a machine that others share; `rss_mb`
is the largest resident memory.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from cryptography.fernet import Fernet

from bench.command import keep, options
from training.export_files import write_export
from training.school import generate

_XLS_ROWS = 65_000
_SETTINGS = """\
[store]
url = "sqlite:///{folder}/store.db"
key_file = "key"

[[school]]
id = "banco"
name = "IES Banco de Pruebas"
address = "incidenciastde@banco.test"
"""
_Row = dict[str, str]


def main() -> None:
    asked = options(__doc__, rows=100_000)
    rows = [dict(row.cells) for row in islice(generate(1, asked.rows, "A"), asked.rows)]
    result = {kind: _container(kind, rows) for kind in ("csv", "txt", "xls")}
    print(f"{'':12}{'rows':>9}{'seconds':>9}{'cpu s':>9}{'rows/s':>9}{'MB':>7}")
    for kind, runs in result.items():
        for run, figures in runs.items():
            print(
                f"{kind + ' ' + run:12}{figures['rows']:9,.0f}{figures['seconds']:9.1f}"
                f"{figures['cpu_s']:9.1f}{figures['rows_per_s']:9,.0f}{figures['rss_mb']:7.0f}"
            )
    keep(result, asked.json)


def _container(kind: str, rows: Sequence[_Row]) -> dict[str, dict[str, float]]:
    """The three imports of one container into a store of its own."""
    fitting = rows[:_XLS_ROWS] if kind == "xls" else rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key").write_bytes(Fernet.generate_key())
        (folder / "incidencias.toml").write_text(_SETTINGS.format(folder=folder), encoding="utf-8")
        today, later = folder / f"RegAlum.{kind}", folder / f"Later.{kind}"
        write_export(fitting, today)
        write_export([_moved(row, number) for number, row in enumerate(fitting)], later)
        files = {"first": today, "again": today, "few": later}
        return {run: _import(folder, file, len(fitting)) for run, file in files.items()}


def _moved(row: _Row, number: int) -> _Row:
    """One family in a hundred has another phone."""
    return row if number % 100 else {**row, "Teléfono Primer tutor": f"6{number:08}"}


def _import(folder: Path, file: Path, rows: int) -> dict[str, float]:
    """One run of the command; wall and processor seconds, and its memory."""
    command = [sys.executable, "-m", "bot", "import", str(file), "--config", str(folder / "incidencias.toml")]
    started = time.monotonic()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, [*command, "--json"], os.environ, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    seconds = time.monotonic() - started
    if status:
        raise SystemExit(f"the import of {file.name} failed")
    return {
        "rows": rows,
        "rows_per_s": round(rows / seconds),
        "seconds": round(seconds, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "rss_mb": round(used.ru_maxrss / 1024),
    }


if __name__ == "__main__":
    main()
