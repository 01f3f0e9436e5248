"""Synthetic registers of any size, read by the bot's own reader of exports."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bot.model.register import Register
from bot.registry import packed as form
from bot.registry.seneca import read_export
from training.export_files import write_export
from training.school import SCHOOL, one_school

T = TypeVar("T")

_AT_ONCE = 10 * SCHOOL  # pupils in one export


def synthetic_register(pupils: int, seed: int = 11) -> Register:
    """A register of about so many pupils; the same size and seed give the same one.

    Its exports are made and read one after the other, by every core if they are many, and wait in files:
    so they never stand in memory as more than they will be.
    """
    firsts = range(0, pupils, _AT_ONCE)
    with TemporaryDirectory() as folder:
        make = partial(_read_part, Path(folder), seed, pupils)
        if len(firsts) == 1:
            files = [make(0)]
        else:
            with ProcessPoolExecutor() as pool:
                files = list(pool.map(make, firsts))
        return Register(
            form.pack_students(_waiting((students for students, _ in files), form.whole_student)),
            form.pack_guardians(_waiting((guardians for _, guardians in files), form.whole_guardian)),
        )


def _read_part(folder: Path, seed: int, pupils: int, first: int) -> tuple[Path, Path]:
    """Files with the pupils of one export, from the first-th on, and with their guardians."""
    export, students, guardians = (folder / f"{first}.{kind}" for kind in ("csv", "students", "guardians"))
    sizes = {
        start // SCHOOL: min(SCHOOL, pupils - start)
        for start in range(first, min(first + _AT_ONCE, pupils), SCHOOL)
    }
    rows = chain.from_iterable(one_school(seed, school, size, "A") for school, size in sizes.items())
    write_export((row.cells for row in rows), export)
    register, _ = read_export(export)
    export.unlink()
    students.write_bytes(marshal.dumps(list(map(form.flat_student, register.students.values()))))
    guardians.write_bytes(marshal.dumps(list(map(form.flat_guardian, register.guardians.values()))))
    return students, guardians


def _waiting(files: Iterable[Path], whole: Callable[..., T]) -> Iterator[T]:
    for file in files:
        for row in marshal.loads(file.read_bytes()):
            yield whole(*row)
