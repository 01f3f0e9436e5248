"""`incidencias rules estimate`: shown beside what is in force, written as a draft, never applied."""

import json

from bot.matchers.linkage import MatchingRules
from bot.rules.directory import load_rules


def test_weights_are_shown_and_a_draft_is_a_sound_file_with_its_comments(run, school, tmp_path):
    before = (school.rules / "matching.yaml").read_bytes()
    out = tmp_path / "estimado" / "matching.yaml"
    shown = run("estimate", "--out", out).stdout
    assert "No se aplica solo" in shown
    for comparison in ("given", "surname", "course"):
        assert comparison in shown
    assert (school.rules / "matching.yaml").read_bytes() == before
    present = load_rules(school.rules, "matching.yaml", MatchingRules)
    drafted = load_rules(out.parent, "matching.yaml", MatchingRules)
    assert drafted.surname["exact"] != present.surname["exact"]
    assert 4 < drafted.surname["exact"] < 12  # a surname in common is rare, whatever the school
    assert drafted.surname["different"] == present.surname["different"]  # never seen: kept
    assert max(drafted.surname.values()) == drafted.surname["exact"]  # nothing says more than all of it
    assert drafted.phone == present.phone
    assert "CUÁNTO PESA CADA DATO" in out.read_text(encoding="utf-8")
    assert "ya existe" in str(run("estimate", "--out", out, code=1).exception)


def test_weights_as_lines_for_machines(run, school):
    weights = [json.loads(line) for line in run("estimate", "--json").stdout.splitlines()]
    present = load_rules(school.rules, "matching.yaml", MatchingRules)
    told = {w["level"]: w["present"] for w in weights if w["comparison"] == "surname"}
    assert told["exact"] == present.surname["exact"]
    assert any(w["estimated"] is not None for w in weights)
