"""The JSON Schema beside decisions.yaml: what an editor completes and checks."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.decision.facts import built_in
from bot.decision.schema import SCHEMA_FILE, json_schema
from bot.rules.directory import shipped_rules


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


jsonschema.Draft202012Validator.check_schema(json_schema())
EDITOR = jsonschema.Draft202012Validator(json_schema())


def complaints(text):
    """Where an editor would underline: the way to each mistake."""
    found = EDITOR.iter_errors(YAML(typ="safe").load(text))
    return {".".join(map(str, error.absolute_path)) for error in found}


SHIPPED = (shipped_rules() / "decisions.yaml").read_text(encoding="utf-8")
FIRST_RULES = "\n  - name:".join(SHIPPED.split("\n  - name:")[:6])  #: with the limits before them


def test_an_editor_finds_nothing_wrong_with_the_shipped_rules():
    assert complaints(SHIPPED) == set()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("{intent: bulk}", "{intnt: bulk}", "rules.4.when"),
        ("{intent: bulk}", "{intent: bulc}", "rules.4.when.intent"),
        ("{intent: bulk}", "{intent: []}", "rules.4.when.intent"),
        ("then: ignore", "then: ignorar", "rules.0.then"),
        ("name: bulk", "name: Todo un grupo", "rules.4.name"),
        ("    reason: bulk_request", "    razon: bulk_request", "rules.4"),
        ("    then: ignore\n", "", "rules.0"),
        ("probability: 0.999", "probability: 0.5", "limits.probability"),
        ("asks: 1", "asks: una", "limits.asks"),
        ("  asks: 1\n", "", "limits"),
        ("phrases: {}", "phrases: {Mi Frase: x}", "limits.phrases"),
    ],
)
def test_an_editor_underlines_what_rules_check_refuses(old, new, where):
    assert old in FIRST_RULES
    assert where in complaints(FIRST_RULES.replace(old, new, 1))
