"""Every command explains itself in Spanish, and none of them loads what it does not need for that."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.main import get_command

from bot.cli import app


def commands(command=None, path=()):
    command = command or get_command(app)
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help(run, path):
    said = run(*path, "--help")
    assert said.code == 0
    assert said.err == ""
    assert "Usage: incidencias" in said.out
    about = said.out.split("\n\n")[1]
    assert about.strip()


@pytest.mark.parametrize("heavy", ["spacy", "sqlalchemy", "pydantic", "rich.table", "fastapi"])
def test_help_loads_nothing_heavy(heavy):
    code = (
        "import sys; from bot.cli import main; sys.argv = ['incidencias', '--help']\n"
        "try: main()\n"
        f"except SystemExit: sys.exit({heavy!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0


def test_an_unknown_command(run):
    said = run("tramitar")
    assert said.code == 2
    assert "tramitar" in said.err
