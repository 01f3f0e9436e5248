"""What a dry run knows: an export and a folder of rules, and no settings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.mind.mind import mind_of_files
from bot.parsers.inbound import OwnIdentity
from bot.rules.directory import shipped_rules
from tests.tuning.conftest import edit

EXPORT = Path(__file__).parents[1] / "corpus/school/RegAlum.csv"
OWN = OwnIdentity(addresses=frozenset(), authserv_id=None, loop_marker="")


def test_a_dry_run_goes_by_the_shipped_rules_or_by_others(tmp_path: Path) -> None:
    shipped = mind_of_files(EXPORT, None, OWN)
    assert shipped.index.register.students
    others = shutil.copytree(shipped_rules(), tmp_path / "rules")
    edit(others, "matching.yaml", "tie: 6", "tie: 7")
    assert mind_of_files(EXPORT, others, OWN).weights.tie == shipped.weights.tie + 1


def test_no_export_no_dry_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No se puede leer"):
        mind_of_files(tmp_path / "RegAlum.csv", None, OWN)
