"""Every text of every template is there in every language, with the same values in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from bot.console import rendering
from bot.console.i18n import SPANISH, catalogues
from bot.console.menu import MENU
from bot.decision import explain
from bot.matchers import evidence
from bot.text import wording

TEMPLATES = Path(rendering.__file__).parent / "templates"


TABLES = [table for name, table in vars(wording).items() if name.isupper() and isinstance(table, Mapping)]


def test_only_words_of_the_templates_are_taken_for_our_own_html():
    """`_(…)` marks its text as HTML; what comes from elsewhere goes through the filter `told`."""
    for path in TEMPLATES.glob("*.html"):
        assert re.findall(r"\b_\((?![\"'])[^)]*\)", path.read_text(encoding="utf-8")) == [], path.name


def texts(templates: Path) -> set[str]:
    env = rendering.environment(SPANISH)
    found = set()
    for path in templates.glob("*.html"):
        for _line, _function, said in env.extract_translations(path.read_text(encoding="utf-8")):
            found |= {said} if isinstance(said, str) else {s for s in said or () if s}
    return found


def missing_in_english(templates: Path, more: Iterable[str] = ()) -> list[str]:
    """What these templates and others say that has no English."""
    return sorted({*texts(templates), *more} - catalogues()["en"].messages.keys())


def test_every_text_is_there_in_english():
    assert missing_in_english(TEMPLATES, (label for _route, label in MENU)) == []


def test_every_code_has_a_name_in_english():
    assert (
        sorted({said for table in TABLES for said in table.values()} - catalogues()["en"].messages.keys())
        == []
    )


@pytest.mark.parametrize("language", [code for code in catalogues() if code != SPANISH])
def test_the_values_are_the_same(language):
    for spanish, other in catalogues()[language].messages.items():
        assert sorted(re.findall(r"%\(\w+\)s|<\w+>", spanish)) == sorted(
            re.findall(r"%\(\w+\)s|<\w+>", other)
        ), spanish


def test_what_the_evidence_says_is_there_in_english():
    tables = (evidence._NAME_SAYS, evidence._COURSE_SAYS, evidence._PHONE_SAYS, evidence._STATE_SAYS)
    said = {
        says
        for table in (*tables, explain._INTENTS, explain._SIGNALS, explain._MISSING)
        for says in table.values()
    }
    assert sorted(said - catalogues()["en"].messages.keys()) == []
