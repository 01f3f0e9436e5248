"""rules/decisions.yaml as typed values: the limits, and the rules in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.decision.vocabulary import Limits
from bot.model.decision import Action
from bot.rules.model import RulesModel

FILE = "decisions.yaml"


def _word(given: Any) -> str:
    """`true` is a slip for `yes`."""
    if isinstance(given, str):
        return given
    meant = f"escriba «{'yes' if given else 'no'}»" if isinstance(given, bool) else "se espera una palabra"
    raise ValueError(f"{meant}, no «{str(given).lower()}»")


def _listed(given: Any) -> Any:
    if given == []:
        raise ValueError("la lista de valores está vacía: la regla no acertaría nunca")
    return given if isinstance(given, list) else [given]


Word = Annotated[str, BeforeValidator(_word)]
Values = Annotated[frozenset[Word], BeforeValidator(_listed)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Example(RulesModel):
    """A case that the rule must catch: what differs from a flawless request."""

    says: str = Field(description="La situación, en una frase.")
    facts: Mapping[str, Word] = Field(
        default_factory=dict, description="Lo que se aparta de una petición perfecta."
    )


class Rule(RulesModel):
    """If every fact of `when` has one of its values, then do this."""

    name: Slug = Field(description="Nombre corto, sin repetir.")
    about: str = Field(description="Para qué está, en una frase.")
    when: Mapping[str, Values] = Field(
        default_factory=dict, description="Lo que tiene que cumplirse, todo a la vez."
    )
    then: Action = Field(description="Qué se hace.")
    reason: Slug | None = Field(default=None, description="Motivo con que aparece en la cola.")
    reply: Slug | None = Field(default=None, description="Plantilla; sin ella no se contesta.")
    article: Slug | None = Field(default=None, description="Artículo de ayuda (solo con self_help).")
    examples: tuple[Example, ...] = Field(default=(), description="Casos que esta regla debe recoger.")

    def against(self, values: Mapping[str, str]) -> str | None:
        """The first fact that speaks against this rule, in Spanish; None when the rule holds."""
        for fact, allowed in self.when.items():
            value = values.get(fact)
            if value not in allowed:
                return f"{fact} es «{value}», no «{'» ni «'.join(sorted(allowed))}»"
        return None


class Rulebook(RulesModel):
    """The whole file."""

    limits: Limits = Field(description="Los números y frases con que se miden los hechos.")
    rules: tuple[Rule, ...] = Field(
        min_length=1, description="De arriba abajo; la primera que encaja decide."
    )
