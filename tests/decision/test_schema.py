"""The JSON Schema beside decisions.yaml: what an editor completes and checks."""

import json

from bot.decision.facts import built_in
from bot.decision.schema import SCHEMA_FILE, json_schema
from bot.rules import shipped_rules


def test_the_shipped_schema_is_the_one_of_the_vocabulary():
    shipped = json.loads((shipped_rules() / SCHEMA_FILE).read_text(encoding="utf-8"))
    assert shipped == json_schema(), "incidencias rules schema > rules/decisions.schema.json"


def test_the_rules_file_names_its_schema():
    first = (shipped_rules() / "decisions.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_FILE}"


def test_every_fact_and_value_is_completed():
    when = json_schema()["$defs"]["Rule"]["properties"]["when"]
    assert set(when["properties"]) == set(built_in())
    for name, fact in built_in().items():
        one, several = when["properties"][name]["anyOf"]
        assert {option["const"] for option in one["oneOf"]} == set(fact.values)
        assert several["items"] == one
    assert list(when["patternProperties"]) == ["^says_"]
    assert when["additionalProperties"] is False
