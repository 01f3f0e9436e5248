"""What to do about a mail, why, and what it depends on besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.model.claim import Claim


class Action(StrEnum):
    REGENERATE = "regenerate"
    ASK = "ask"
    SELF_HELP = "self_help"
    ESCALATE = "escalate"
    CLOSE = "close"
    IGNORE = "ignore"


#: Reason of a decision: the owner denies having asked for the credentials («no he sido yo»).
NOT_ME = "not_me"


class Datum(StrEnum):
    """The four data of the credential path, in the order in which they are asked for."""

    GUARDIAN = "guardian"
    STUDENT = "student"
    COURSE = "course"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """A rule that was asked: did it hold, and if not, which fact spoke against it."""

    rule: str
    hit: bool
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with one mail, and why."""

    action: Action
    reason: str | None = None  #: code of POLICY §2, also "also_other" beside regenerate
    missing: tuple[Datum, ...] = ()  #: what an `ask` asks for
    rule: str = ""  #: name of the rule that hit
    reply: str | None = None  #: template name; None: no answer
    article: str | None = None  #: self-help article
    trials: tuple[RuleTrial, ...] = ()  #: rules asked, in order, up to the hit
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    policy_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What the conversation already holds when a mail comes in."""

    ticket: str | None = None  #: id; None: a new conversation
    claims: tuple[Claim, ...] = ()  #: of the earlier mails, oldest first
    account: str | None = None  #: guardian key whose credentials it renewed
    asked: int = 0  #: how often we asked for data
    regenerated: bool = False  #: this ticket already led to new credentials
    answered: bool = False  #: we have answered at least once (an answer to it is a follow-up)
    with_person: bool = False  #: a person still has to see to the ticket: thanks must not close it


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The counts that the limits of row 14, the loop cut of §3 and floods need."""

    account_24h: int = 0  #: regenerations of this account in the last 24 h
    account_30d: int = 0
    sender_accounts_24h: int = 0  #: *other* accounts asked for by this sender in 24 h
    replies_24h: int = 0  #: automatic replies to this address in 24 h
    mails_24h: int = 0  #: mails of this sender decided in 24 h
