"""The settings of account systems in docs/operacion.md are taken as they are written there."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot.settings.options import Options, read_options
from bot.settings.values import CredentialsSettings

PAGE = (Path(__file__).parents[2] / "docs/operacion.md").read_text(encoding="utf-8")


def written() -> list[dict[str, Any]]:
    """Every `[school.credentials]` and `[school.systems.…]` of the page."""
    schools = [
        tomllib.loads(block).get("school", {}) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    ]
    return [
        section
        for school in schools
        if isinstance(school, dict)
        for section in (school.get("credentials"), *school.get("systems", {}).values())
        if section
    ]


def model_of(kind: str) -> type[Options]:
    module = import_module(f"bot.actions.credentials.{kind}")
    return next(m for n, m in vars(module).items() if n.lower() == f"{kind}options")


@pytest.mark.parametrize("section", written(), ids=lambda section: section["kind"])
def test_an_example_can_be_copied(section):
    settings = CredentialsSettings(**section)
    assert read_options(model_of(settings.kind), settings, "[school.credentials]").find


@pytest.mark.parametrize("kind", ["ldap", "google", "microsoft", "moodle"])
def test_every_setting_has_its_line(kind):
    text = PAGE[re.search(rf"^### .*\({kind}\)$", PAGE, re.MULTILINE).end() :].partition("\n### ")[0]
    told = {
        name
        for line in text.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert set(model_of(kind).model_fields) <= told
    assert any(section["kind"] == kind for section in written())
