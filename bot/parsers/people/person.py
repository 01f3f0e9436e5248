"""Somebody whom a mail names, and whether two such are one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.matchers.lexicon import Lexicon
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameComparison, NameLevel, Part, compare
from bot.model.register import PersonName
from bot.parsers.names.mentions import Mention
from bot.parsers.people.relations import Role
from bot.parsers.scene import Scene

GUESSES = frozenset({"model", "register"})  #: who may have found somebody without a word that says so
_SURE = 7.0  #: score from which nothing more is wanted


@dataclass(frozen=True, eq=False)
class Person:
    """A mention with its role; `found_by` names the strongest evidence."""

    mention: Mention
    scene: Scene
    role: Role
    score: float
    found_by: str
    referred: bool  #: stands in quoted or forwarded text

    @cached_property
    def value(self) -> str:
        return self.mention.value(self.scene.text)

    @property
    def sureness(self) -> float:
        """The score as a share of what is enough to be sure."""
        return round(min(1.0, self.score / _SURE), 2)

    @cached_property
    def name(self) -> PersonName:
        text = self.scene.text
        return PersonName(self.mention.given_text(text), self.mention.surnames_text(text))


def as_role(person: Person, role: Role) -> Person:
    """The same person seen in another role."""
    return replace(person, role=role)


def same_person(one: Person, other: Person, lexicon: Lexicon) -> NameLevel:
    """How surely two mentions mean one person; a part that one of them lacks does not count against."""
    there = like(one.value, other.name, lexicon).level
    return there if there is NameLevel.SAME else max(there, like(other.value, one.name, lexicon).level)


def given_alike(one: Person, other: Person, lexicon: Lexicon) -> bool:
    """Whether the first is called by a given name of the other: no family's surnames alone."""
    return like(one.value, other.name, lexicon).given >= Part.SOME


@lru_cache(maxsize=8_192)
def like(written: str, name: PersonName, lexicon: Lexicon) -> NameComparison:
    """How far a name as written is the other one."""
    return compare(written_name(written), filed_name(name), lexicon)
