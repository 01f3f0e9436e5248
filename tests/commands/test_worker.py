"""`incidencias worker`: what keeps it from starting is said at once."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from bot.rules.directory import shipped_rules


@pytest.fixture(autouse=True)
def own_signals():
    """The command says what Ctrl-C does in its process, which is that of the tests here."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_wrong_rules_at_the_start_are_a_list_of_mistakes(office, run):
    rules = shutil.copytree(shipped_rules(), office.directory / "reglas")
    for name in ("decisions.yaml", "matching.yaml"):
        path = rules / name
        path.write_text(path.read_text(encoding="utf-8") + "\nsobra: 1\n", encoding="utf-8")
    office.edit('id = "loma"', 'id = "loma"\nrules = "reglas"')
    said = run("worker")
    assert said.code == 2
    mistakes = said.err.splitlines()
    assert any("decisions.yaml" in line and "sobra" in line for line in mistakes)
    assert any("matching.yaml" in line and "sobra" in line for line in mistakes)
    assert all(line.startswith(str(rules)) for line in mistakes)


def test_a_database_that_is_not_there_yet_is_waited_for_by_the_service(office, run):
    """Another exit code than that of wrong settings, after which the service is not begun again."""
    (office.directory / "store.db").unlink()
    (office.directory / "store.db").mkdir()
    said = run("worker")
    assert said.code == 75
    assert said.err.startswith("No se puede abrir la base de datos")
    assert said.err.count("\n") == 1
    unit = Path("deploy/systemd/incidencias-worker.service").read_text(encoding="utf-8")
    assert "RestartPreventExitStatus=2\n" in unit
