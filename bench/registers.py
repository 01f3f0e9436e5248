"""Synthetic registers of any size, read by the bot's own reader of exports."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model import Register
from bot.registry import read_export
from training.export_files import write_export
from training.school import generate


def synthetic_register(pupils: int, seed: int = 11) -> Register:
    """A register of about so many pupils; the same size and seed give the same one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "RegAlum.csv"
        write_export((row.cells for row in generate(seed, pupils, "A")), path)
        register, _ = read_export(path)
    return register
