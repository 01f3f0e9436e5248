"""The files of deploy/: units that are sandboxed, a container that is lean, alerts about metrics that exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.console.metrics import metrics
from tests.offices import SCHOOL

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
METRIC = re.compile(r"\bincidencias_[a-z0-9_]+")


def yaml(name):
    return YAML(typ="safe").load((DEPLOY / name).read_text(encoding="utf-8"))


# --------------------------------------------------------------------------- systemd


def test_there_is_a_unit_for_each_program_that_stays():
    assert [unit.stem for unit in UNITS] == ["incidencias-console", "incidencias-worker"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_exposes_little(unit):
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", unit],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (level,) = re.findall(r"Overall exposure level for .*: ([0-9.]+)", said)
    assert float(level) <= 2.0, said


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_understood_by_systemd(unit, tmp_path):
    """Where the documentation installs the program there is none here: another stands in its place."""
    text = unit.read_text(encoding="utf-8")
    assert "/opt/incidencias/bin/incidencias" in text
    copy = tmp_path / unit.name
    copy.write_text(text.replace("/opt/incidencias/bin/incidencias", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_the_program_may_limit_its_own_memory():
    """`setrlimit` is among what systemd calls @resources: with that denied no mail would be decided."""
    for unit in UNITS:
        denied = re.findall(r"^SystemCallFilter=~(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        assert "@resources" not in " ".join(denied).split()


# --------------------------------------------------------------------------- containers


def test_the_dockerfile_has_no_faults_that_a_linter_knows():
    linter = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([linter, DEPLOY / "docker/Dockerfile"], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_all_that_is_copied_into_the_image_exists_and_is_not_ignored():
    text = (DEPLOY / "docker/Dockerfile").read_text(encoding="utf-8")
    copied = [
        name for line in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE) for name in line.split()
    ]
    ignore = (DEPLOY / "docker/Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert ignore[0] == "*"
    assert sorted(copied) == sorted(line[1:] for line in ignore if line.startswith("!"))
    assert all((DEPLOY.parent / name).exists() for name in copied)


@pytest.mark.parametrize("service", ["worker", "console"])
def test_a_container_of_ours_may_do_no_more_than_it_needs(service):
    ours = yaml("docker/compose.yaml")["services"][service]
    assert ours["command"] == [service]
    assert (ours["read_only"], ours["cap_drop"], ours["ulimits"]["core"]) == (True, ["ALL"], 0)
    assert "no-new-privileges:true" in ours["security_opt"]
    assert int(ours["stop_grace_period"].rstrip("s")) > 10
    assert all(port.startswith("127.0.0.1:") for port in ours.get("ports", ()))


def test_no_password_stands_in_the_compose_file():
    services = yaml("docker/compose.yaml")["services"].values()
    given = {k: v for s in services for k, v in s["environment"].items() if "PASSWORD" in k}
    assert set(given.values()) == {"${DB_PASSWORD:?}"}


# --------------------------------------------------------------------------- monitoring


def alerts():
    return [rule for group in yaml("monitoring/alerts.yml")["groups"] for rule in group["rules"]]


def panels():
    return json.loads((DEPLOY / "monitoring/grafana.json").read_text(encoding="utf-8"))["panels"]


def test_alerts_and_dashboard_speak_of_all_metrics_and_of_no_others(office):
    with office.house() as house:
        text = metrics(house.engine, [SCHOOL], now=datetime.now(UTC)).decode()
    existing = set(re.findall(r"^# HELP (\S+)", text, re.MULTILINE))
    expressions = [rule["expr"] for rule in alerts()]
    expressions += [target["expr"] for panel in panels() for target in panel["targets"]]
    assert set(METRIC.findall(" ".join(expressions))) == existing


def test_every_alert_says_how_bad_it_is_and_what_to_do():
    names = [rule["alert"] for rule in alerts()]
    assert len(names) == len(set(names))
    for rule in alerts():
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["summary"], rule["alert"]
        assert rule["annotations"]["description"], rule["alert"]


def test_panels_do_not_lie_over_each_other():
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels()}) == len(panels())
