"""Every command explains itself in Spanish, and none of them loads what it does not need for that."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys

import pytest
from typer.main import get_command

from bot.cli import app
from bot.errors import why


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
    assert "Uso: incidencias" in said.out
    assert not re.search(r"Usage|Options|Commands|Arguments|OPTIONS|ARGS|default|required|<\w|Show", said.out)
    about = said.out.split("\n\n")[1]
    assert about.strip()


@pytest.mark.parametrize("command", ["", "rules check", "queue approve", "triage"])
def test_help_loads_nothing_heavy(command):
    code = (
        f"import sys; from bot.cli import main; sys.argv = ['incidencias', *{command.split()}, '--help']\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(done.stderr.split())
    assert "bot.cli" in loaded
    typers_own = {"pydantic"} if command else set()  # where there are arguments to describe
    heavy = {"spacy", "sqlalchemy", "pydantic", "rich.table", "fastapi", "structlog"} - typers_own
    assert loaded & heavy == set()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("jugar", "No hay ninguna orden «jugar».\n"),
        ("quue", "No hay ninguna orden «quue». ¿Quería decir 'queue'?\n"),
        ("triage", "Falta CORREO.eml….\n"),
        ("triage a.eml", "Falta la opción --registry.\n"),
        ("triage --registri x a.eml", "No hay ninguna opción «--registri». ¿Quería decir --registry?\n"),
        ("tickets --limit", "A la opción --limit le falta su valor.\n"),
        ("tickets --limit muchos", "--limit: tiene que ser un número entero.\n"),
        ("rules shadow . --days 0", "--days: tiene que ser 1 o más.\n"),
        ("rules shadow . --days 999", "--days: tiene que ser 365 o menos.\n"),
        ("rules replay --since 2026-13-01", "--since: '2026-13-01' no es un día, como 2026-10-31.\n"),
        ("tickets --state nuevo", "--state: 'nuevo' no es ninguno de estos: 'open', 'waiting', 'working', "),
        ("tickets uno dos", "Esto sobra: uno dos.\n"),
        ("pause --json=no", "La opción --json no lleva ningún valor.\n"),
        ("import no-hay.csv --config no-hay.toml", "no-hay.toml: no se puede leer (no existe). "),
    ],
)
def test_what_is_typed_wrong_is_told_in_spanish(run, typed, told):
    said = run(*typed.split())
    assert said.code == 2
    assert said.err.startswith(told)
    assert said.out == ""


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "el disco está lleno"), (errno.EXDEV, os.strerror(errno.EXDEV))]
)
def test_why_the_system_refuses(number, said):
    assert why(OSError(number, os.strerror(number))) == said
