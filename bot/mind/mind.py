"""All that the bot knows about one school, put together from its rules and its register."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.decision.policy import Policy
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.model.register import Register
from bot.parsers.inbound import OwnIdentity
from bot.parsers.reader import Reader
from bot.ports.accounts import PasswordPolicy
from bot.registry.seneca import read_export
from bot.rules.directory import load_rules, shipped_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Mind:
    """All that the bot knows while it thinks about one school's mails; nothing in it changes."""

    school: str
    own: OwnIdentity
    domain: str  #: of our Message-IDs
    assisted: bool  #: passwords are set by hand in Séneca
    #: what the system that holds the accounts demands
    passwords: PasswordPolicy
    coordinator: str | None  #: the address that gets notices
    reader: Reader
    index: RegisterIndex
    weights: MatchingRules
    policy: Policy


def build_mind(
    register: Register | RegisterIndex,
    rules: Path,
    own: OwnIdentity,
    *,
    school: str,
    domain: str,
    assisted: bool,
    passwords: PasswordPolicy | None = None,
    country: str = "ES",
    coordinator: str | None = None,
) -> Mind:
    """All that the bot knows about one school. Raises RulesError with every mistake in the rules.

    An index that was made before is used again: over a large register it takes its time.
    """
    return Mind(
        school=school,
        own=own,
        domain=domain,
        assisted=assisted,
        passwords=passwords or PasswordPolicy(),
        coordinator=coordinator,
        reader=Reader.load(rules, country=country),
        index=_index_of(register, rules),
        weights=load_rules(rules, "matching.yaml", MatchingRules),
        policy=Policy.load(rules),
    )


def _index_of(register: Register | RegisterIndex, rules: Path) -> RegisterIndex:
    if isinstance(register, RegisterIndex):
        return register
    return RegisterIndex(register, Hypocoristics.load(rules))


def mind_of_files(registry: Path, rules: Path | None, own: OwnIdentity) -> Mind:
    """For dry runs: an export and a rules directory instead of a database and settings."""
    register, _report = read_export(registry)
    return build_mind(
        register, rules or shipped_rules(), own, school="prueba", domain="prueba.invalid", assisted=False
    )
