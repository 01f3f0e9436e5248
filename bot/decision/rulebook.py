"""rules/decisions.yaml as typed values: the limits, and the rules in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from bot.decision.vocabulary import Limits
from bot.model import Action

FILE = "decisions.yaml"


def _values(given: Any) -> Any:
    """One value or a list of them; `true` is a slip for `yes`."""
    listed = given if isinstance(given, list) else [given]
    for value in listed:
        if isinstance(value, bool):
            raise ValueError(f"escriba «{'yes' if value else 'no'}»")  # noqa: TRY004 - pydantic wants it
        if not isinstance(value, str):
            raise ValueError(f"se espera una palabra, no «{value}»")  # noqa: TRY004 - pydantic wants it
    if not listed:
        raise ValueError("la lista de valores está vacía: la regla no acertaría nunca")
    return frozenset(listed)


Values = Annotated[frozenset[str], BeforeValidator(_values)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Frozen):
    """A case that the rule must catch: what differs from a flawless request."""

    says: str  #: Spanish: the situation
    facts: Mapping[str, str] = Field(default_factory=dict)

    @field_validator("facts", mode="before")
    @classmethod
    def _words(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            return {name: next(iter(_values(value))) for name, value in given.items()}
        return given


class Rule(_Frozen):
    """If every fact of `when` has one of its values, then do this."""

    name: Slug
    about: str  #: Spanish: what it is for
    when: Mapping[str, Values] = Field(default_factory=dict)
    then: Action
    reason: Slug | None = None
    reply: Slug | None = None  #: template; None: no answer
    article: Slug | None = None  #: of a self_help
    examples: tuple[Example, ...] = ()

    def against(self, values: Mapping[str, str]) -> str | None:
        """The first fact that speaks against this rule, in Spanish; None when the rule holds."""
        for fact, allowed in self.when.items():
            value = values.get(fact)
            if value not in allowed:
                return f"{fact} es «{value}», no «{'» ni «'.join(sorted(allowed))}»"
        return None


class Rulebook(_Frozen):
    """The whole file."""

    limits: Limits
    rules: tuple[Rule, ...] = Field(min_length=1)
