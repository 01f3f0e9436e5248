"""The first tuning session of docs/reglas.md, typed as written in a school with 500 past mails."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

PAGE = (Path(__file__).parents[2] / "docs/reglas.md").read_text(encoding="utf-8")
SESSION = PAGE.partition("## Una primera tarde con las reglas\n")[2].partition("\n## ")[0]
#: Every block of the session, in order: its kind, its text.
BLOCKS = re.findall(r"```(sh|text|yaml|console)\n(.*?)```", SESSION, re.DOTALL)

MAIL = """\
From: Ana <ana@familias.test>
To: incidenciastde@ieslaprueba.test
Subject: iPasen
Message-ID: <m1@familias.test>
Date: Thu, 01 Oct 2026 10:00:00 +0200
Content-Type: text/plain; charset=utf-8

Hola, no puedo entrar en iPasen, pone que está en mantenimiento.
"""


def type_(command: str) -> str:
    """What a command prints; it succeeds."""
    if command == "cp -r rules mis-reglas":
        shutil.copytree("rules", "mis-reglas")
        return ""
    program, *arguments = command.split()
    assert program == "incidencias"
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "100"})
    assert result.exit_code == 0, (command, result.output, result.exception)
    return result.stdout


def write(kind: str, text: str, texts: list[str]) -> None:
    """What the page says to write: an article, then the phrase, then the rule."""
    texts.append(text)
    decisions = Path("mis-reglas/decisions.yaml")
    now = decisions.read_text(encoding="utf-8")
    match kind, len(texts):
        case "text", 1:
            Path("mis-reglas/replies/articles/mantenimiento.txt").write_text(text, encoding="utf-8")
        case "yaml", 2:
            assert now.count("  phrases: {}\n") == 1
            decisions.write_text(now.replace("  phrases: {}\n", text), encoding="utf-8")
        case "yaml", 3:
            above = "  - name: student-writes\n"
            assert now.count(above) == 1
            decisions.write_text(now.replace(above, f"{text}\n{above}"), encoding="utf-8")
        case _:
            pytest.fail(f"the session does not say where this goes: {text}")


def as_pattern(shown: str) -> str:
    """… stands for whatever differs from one day to the next."""
    lines = (re.escape(line.rstrip()).replace("…", ".+") for line in shown.strip("\n").splitlines())
    return r"[ ]*\n".join(lines)


def test_the_session_as_written(school, monkeypatch):
    monkeypatch.chdir(school.directory)
    Path("correo.eml").write_text(MAIL, encoding="utf-8")
    typed: dict[str, str] = {}
    texts: list[str] = []
    for kind, text in BLOCKS:
        if kind == "console":
            printed = typed[next(reversed(typed))]
            assert re.search(as_pattern(text), printed), f"{text}\n--- printed:\n{printed}"
        elif kind == "sh":
            for command in text.splitlines():
                typed[command] = type_(command)
        else:
            write(kind, text, texts)
    assert list(typed)[1:] == [
        "incidencias rules check --rules mis-reglas",
        "incidencias rules diff mis-reglas",
        "incidencias rules explain correo.eml --rules mis-reglas",
        "incidencias rules replay --rules mis-reglas",
        "incidencias rules publish mis-reglas",
        "incidencias rules rollback",
    ]
    explained = typed["incidencias rules explain correo.eml --rules mis-reglas"]
    assert re.search(r"mantenimiento +│ sí", explained)
    compared = typed["incidencias rules diff mis-reglas"]
    assert all(words in compared for words in ("phrases", "mantenimiento", "nueva", "self_help"))
    assert "la carpeta de la configuración" in typed["incidencias rules rollback"]
