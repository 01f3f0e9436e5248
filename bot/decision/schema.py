"""JSON Schema of decisions.yaml: an editor completes and checks every fact and value with it."""

from __future__ import annotations

from typing import Any

from bot.decision.facts import built_in
from bot.decision.rulebook import Rulebook
from bot.decision.vocabulary import PHRASE_PREFIX, YES_NO, Fact

#: Beside decisions.yaml, whose first line names it.
SCHEMA_FILE = "decisions.schema.json"


def json_schema() -> dict[str, Any]:
    """The schema, with the vocabulary of facts and what each value means (JSON Schema 2020-12)."""
    schema = _without_english(Rulebook.model_json_schema())
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Reglas de decisión"
    definitions = schema["$defs"]
    definitions["Rule"]["properties"]["when"] = _conditions(several=True)
    definitions["Example"]["properties"]["facts"] = _conditions(several=False)
    definitions["Limits"]["properties"]["phrases"]["additionalProperties"] = False
    return schema


def _without_english(schema: dict[str, Any]) -> dict[str, Any]:
    """What pydantic fills in, class names and docstrings, is for programmers."""
    for model in (schema, *schema["$defs"].values()):
        model.pop("title", None)
        model.pop("description", None)
        for item in model.get("properties", {}).values():
            item.pop("title", None)
    return schema


def _conditions(*, several: bool) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _fact(fact, several=several) for name, fact in built_in().items()},
        "patternProperties": {f"^{PHRASE_PREFIX}": _values(YES_NO, several=several)},
        "additionalProperties": False,
    }


def _fact(fact: Fact, *, several: bool) -> dict[str, Any]:
    return {
        "description": f"{fact.about[0].upper()}{fact.about[1:]}. Viene de: {fact.source}.",
        **_values(fact.values, several=several),
    }


def _values(values: Any, *, several: bool) -> dict[str, Any]:
    one = {"oneOf": [{"const": str(value), "description": meaning} for value, meaning in values.items()]}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]} if several else one
