"""A table of names as written beside names on file, each row thought about by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.matchers.names import NameLevel, compare_names
from bot.model import PersonName

SAYS = {"=": NameLevel.SAME, "?": NameLevel.WEAK, "x": NameLevel.DIFFERENT}


def row(line):
    written, filed, says = (part.strip() for part in line.split("|"))
    return written, PersonName(*(part.strip() for part in filed.split("/"))), SAYS[says]


LINES = Path(__file__).with_name("name_pairs.txt").read_text(encoding="utf-8").splitlines()
ROWS = [row(line) for line in LINES if not line.startswith("#")]


def test_no_pair_stands_twice():
    assert len({(written, on_file) for written, on_file, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("written", "on_file", "expected"), ROWS, ids=str)
def test_pair(lexicon, written, on_file, expected):
    assert compare_names(written, on_file, lexicon).level is expected
