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


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from bot.cli import main; sys.argv = ['incidencias', '--help']\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(done.stderr.split())
    assert "bot.cli" in loaded
    assert loaded & {"spacy", "sqlalchemy", "pydantic", "rich.table", "fastapi"} == set()


def test_an_unknown_command(run):
    said = run("tramitar")
    assert said.code == 2
    assert "tramitar" in said.err
