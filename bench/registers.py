"""Synthetic registers of any size, read by the bot's own reader of exports."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.model import Register
from bot.registry import read_export
from bot.registry.packed import pack_guardians, pack_students
from training.export_files import write_export
from training.school import schools

_AT_ONCE = 10  # schools in one export


def synthetic_register(pupils: int, seed: int = 11) -> Register:
    """A register of about so many pupils; the same size and seed give the same one.

    Many schools are read one after the other and wait in a file, so that they never stand in memory as
    more than they will be.
    """
    each = schools(seed, pupils, "A")
    with TemporaryDirectory() as folder:
        export, students, guardians = (
            Path(folder) / name for name in ("RegAlum.csv", "students", "guardians")
        )
        with students.open("wb") as to_students, guardians.open("wb") as to_guardians:
            while some := list(islice(each, _AT_ONCE)):
                write_export((row.cells for rows in some for row in rows), export)
                register, _ = read_export(export)
                pickle.dump(list(register.students.values()), to_students)
                pickle.dump(list(register.guardians.values()), to_guardians)
        return Register(pack_students(_waiting(students)), pack_guardians(_waiting(guardians)))


def _waiting(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        while True:
            try:
                yield from pickle.load(file)
            except EOFError:
                return
