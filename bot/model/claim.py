"""What a mail says, unverified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Region(StrEnum):
    """Where in the mail a finding stands; spans are offsets into that region's text."""

    SUBJECT = "subject"  #: InboundMessage.subject
    SENDER = "sender"  #: InboundMessage.sender.name
    BODY = "body"  #: InboundMessage.body (whatever the passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A value found in the mail: what, exactly where, by whom, how sure."""

    value: str  #: as the bot understands it (phone in E.164, name as written)
    text: str  #: the very characters: region[start:end]
    region: Region
    start: int
    end: int
    found_by: str  #: rule name, "model", "registry"
    score: float = 1.0


class Intent(StrEnum):
    """What a mail wants (POLICY §1)."""

    RECOVER = "recover"
    REGISTER = "register"
    MISSING_CHILD = "missing_child"
    CHANGE_DATA = "change_data"
    BULK = "bulk"
    FOLLOW_UP = "follow_up"
    OTHER = "other"
    AUTOMATIC = "automatic"


class Writer(StrEnum):
    """Who holds the pen, by what the mail says of itself."""

    GUARDIAN = "guardian"
    STUDENT = "student"
    THIRD_PARTY = "third_party"
    UNKNOWN = "unknown"


class Signal(StrEnum):
    """Yes/no things that a mail says besides its intent; each is a fact for the rules."""

    ALSO_OTHER = "also_other"  #: a second, different request (row 16)
    CODE_ELSEWHERE = "code_elsewhere"  #: wants password or code at another phone or address (row 15)
    ODD_DELIVERY = "odd_delivery"  #: other people, ways or hands beside password or phone: not said plainly
    FOR_ANOTHER = "for_another"  #: sounds like somebody who writes for another person (rows 7, 12)
    ODD_REQUEST = "odd_request"  #: sounds as a whole like something else than a plain request
    STILL_FAILS = "still_fails"  #: "sigue sin funcionar"
    THANKS = "thanks"  #: thanks or solved, and nothing else
    AUTOLOGIN_FAILED = "autologin_failed"  #: self-registration was tried and failed
    EMPTY = "empty"  #: not a word of the writer's own
    TWO_ACCOUNTS = "two_accounts"  #: the accounts of two guardians at once (row 9)
    NOT_ME = "not_me"  #: "no he sido yo": denies having asked for the credentials


@dataclass(frozen=True, slots=True)
class Course:
    """A course as people say it, each part optional: 2º ESO B, 1º CFGM SMR, 3º C."""

    level: int | None = None
    stage: str | None = None  #: "ESO", "BACH", "CFGB", "CFGM", "CFGS", "PDC", "PRIMARIA", …
    branch: str | None = None  #: "SMR", "DAW", "GA", …
    group: str | None = None  #: "A" …

    def __str__(self) -> str:
        level = f"{self.level}º" if self.level else ""
        return " ".join(p for p in (level, self.stage, self.branch, self.group) if p)

    def __bool__(self) -> bool:
        return any((self.level, self.stage, self.branch, self.group))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedStudent:
    """A pupil whom the writer asks for, as named in the mail."""

    name: Finding  #: value: "given surnames" in this order, surnames possibly none; typos stay
    given: str  #: given name(s) as written, possibly an initial or a short name
    surnames: str = ""  #: "" when the mail gives none
    course: Course | None = None
    course_finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the mail says, unverified. Nothing enters that does not stand in the mail."""

    intent: Intent
    writer: Writer = Writer.UNKNOWN
    relation: str | None = None  #: how the writer calls themselves: "madre", "abuela", "tutor de 2ºB"
    guardian: Finding | None = None  #: the guardian whose account is meant
    students: tuple[ClaimedStudent, ...] = ()
    phone: Finding | None = None  #: value in E.164; the phone where iPasen is installed
    incomplete_phone: Finding | None = None  #: digits missing or too many: not given (row 5)
    other_phones: tuple[Finding, ...] = ()  #: office phones, old numbers, …: never the claim
    loose_course: Course | None = None  #: given without a pupil, or of several pupils whose it is not told
    loose_course_finding: Finding | None = None
    language: str = "es"  #: ISO 639-1 of what the writer wrote
    signals: Mapping[Signal, Finding | None] = field(default_factory=lambda: MappingProxyType({}))
    topic: str | None = None  #: self-help article that fits: "autologin", "blocked", "forgotten", …
    intent_findings: tuple[Finding, ...] = ()  #: the words that show the intent
