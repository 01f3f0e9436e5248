"""Synthetic registers of any size, read by the bot's own reader of exports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model import Register
from bot.registry import read_export
from training.export_files import write_export
from training.school import schools

_AT_ONCE = 10  # schools in one export


def synthetic_registers(pupils: int, seed: int = 11) -> Iterator[Register]:
    """Registers that share nobody and have about so many pupils together: the same each time."""
    each = schools(seed, pupils, "A")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "RegAlum.csv"
        while some := list(islice(each, _AT_ONCE)):
            write_export((row.cells for rows in some for row in rows), path)
            register, _ = read_export(path)
            yield register


def synthetic_register(pupils: int, seed: int = 11) -> Register:
    """A register of about so many pupils; the same size and seed give the same one."""
    parts = list(synthetic_registers(pupils, seed))
    return Register(
        students={key: student for part in parts for key, student in part.students.items()},
        guardians={key: guardian for part in parts for key, guardian in part.guardians.items()},
    )
