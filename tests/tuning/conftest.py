"""The past school is lived through once; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.commands.rules.app import rules_app
from tests.tuning.past_school import CASES, PastSchool, a_register, create, live_through


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of a school that has decided 500 mails."""
    directory = tmp_path_factory.mktemp("lived")
    school = create(directory, f"sqlite:///{directory}/store.db")
    live_through(school, a_register(directory), CASES, until=datetime.now(UTC))
    return directory


@pytest.fixture
def school(lived: Path, tmp_path: Path) -> PastSchool:
    """A copy of it, with the rules it was decided by."""
    shutil.copy(lived / "store.db", tmp_path)
    shutil.copytree(lived / "rules", tmp_path / "rules")
    shutil.copy(lived / "key", tmp_path)
    settings = (lived / "incidencias.toml").read_text()
    (tmp_path / "incidencias.toml").write_text(settings.replace(str(lived), str(tmp_path)))
    return PastSchool(tmp_path)


@pytest.fixture
def draft(school: PastSchool) -> Path:
    """A copy of the rules in force, to be edited."""
    return Path(shutil.copytree(school.rules, school.directory / "borrador"))


@pytest.fixture
def run(school: PastSchool) -> Callable[..., Result]:
    """`incidencias rules …` on the past school."""

    def command(*arguments: object, code: int = 0) -> Result:
        settings = {"COLUMNS": "250", "INCIDENCIAS_CONFIG": str(school.config)}
        result = CliRunner().invoke(rules_app, [str(a) for a in arguments], env=settings)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return command


def edit(directory: Path, name: str, old: str, new: str) -> None:
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
