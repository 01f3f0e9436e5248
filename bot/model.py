"""Every value that flows through the bot, in the order in which it flows.

RawMail -> InboundMessage -> Claim -> Match -> Decision -> Effect* ; the Ticket keeps it all.
All values are frozen; nothing here knows a clock, a file, a socket or a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

# --------------------------------------------------------------------------- the mail as it came


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A mail as the IMAP server holds it."""

    school: str  #: id of the school whose mailbox it lies in
    uidvalidity: int
    uid: int
    content: bytes  #: RFC 5322 bytes; only the headers when `truncated`
    received_at: datetime  #: the server's INTERNALDATE, aware
    truncated: bool = False  #: over the size cap: the body was never fetched
    size: int = 0  #: RFC822.SIZE in bytes


@dataclass(frozen=True, slots=True)
class Address:
    """One RFC 5322 mailbox; `email` is lower case, "" when unparsable."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not read as text: listed for people, never opened."""

    name: str
    media_type: str
    size: int


class PassageKind(StrEnum):
    """Whose words a stretch of the body holds."""

    OWN = "own"  #: what the writer wrote now
    SIGNATURE = "signature"  #: the writer's signature block
    QUOTE = "quote"  #: an earlier mail, quoted
    FORWARD = "forward"  #: a third party's mail, forwarded
    FOOTER = "footer"  #: device lines, legal disclaimers, list footers


@dataclass(frozen=True, slots=True)
class Passage:
    """`body[start:end]` is of one kind; passages are ordered and cover the whole body."""

    kind: PassageKind
    start: int
    end: int


class SenderVerdict(StrEnum):
    """What *our own* server says of the sender (RFC 8601); only its topmost header counts."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"  #: dmarc=fail (or, without DMARC, both spf and dkim failed)
    NONE = "none"  #: our server says nothing


@dataclass(frozen=True, slots=True)
class AutomaticSign:
    """Why a mail is taken for a machine's."""

    code: str  #: e.g. "auto-submitted", "dsn", "mdn", "list", "precedence", "own-mail", "spam"
    evidence: str  #: the header or phrase that shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A mail made readable: hostile bytes have become plain values."""

    message_id: str | None  #: with angle brackets
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address
    reply_to: Address | None = None
    recipients: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    body: str = ""  #: readable text of the whole mail, hidden text removed, newlines are "\n"
    passages: tuple[Passage, ...] = ()
    html: str | None = None  #: as it came, hostile: only for a sandboxed view
    attachments: tuple[Attachment, ...] = ()
    sender_verdict: SenderVerdict = SenderVerdict.NONE
    automatic: AutomaticSign | None = None  #: None: a person wrote it
    truncated: bool = False  #: over the size cap: only the headers were read
    no_auto_reply: bool = False  #: a person may look, but no machine may answer
    corpus_reply_to: str | None = None  #: X-Corpus-Reply-To, read only by `evaluate`
    notes: tuple[str, ...] = ()  #: oddities for people: "hidden text removed", "charset guessed: …"

    def text_of(self, *kinds: PassageKind) -> str:
        """The passages of these kinds, joined in their order."""
        return "".join(self.body[p.start : p.end] for p in self.passages if p.kind in kinds)

    @property
    def text(self) -> str:
        """What the writer wrote themselves (no quotes, forwards, signature), stripped."""
        return self.text_of(PassageKind.OWN).strip()

    @property
    def rest(self) -> str:
        """What was cut off from `text`, stripped."""
        return self.text_of(*(k for k in PassageKind if k is not PassageKind.OWN)).strip()


# --------------------------------------------------------------------------- what the mail says


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
    loose_course: Course | None = None  #: a course given without a pupil's name
    loose_course_finding: Finding | None = None
    language: str = "es"  #: ISO 639-1 of what the writer wrote
    signals: Mapping[Signal, Finding | None] = field(default_factory=lambda: MappingProxyType({}))
    topic: str | None = None  #: self-help article that fits: "autologin", "blocked", "forgotten", …
    intent_findings: tuple[Finding, ...] = ()  #: the words that show the intent


# --------------------------------------------------------------------------- what the school knows


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as the register splits it; any part may be "" (one surname, swapped order …)."""

    given: str
    surname1: str = ""
    surname2: str = ""

    @property
    def surnames(self) -> str:
        return " ".join(p for p in (self.surname1, self.surname2) if p)

    def __str__(self) -> str:
        return " ".join(p for p in (self.given, self.surname1, self.surname2) if p)


class Enrolment(StrEnum):
    """State of the latest matrícula (data/seneca-export §4)."""

    ACTIVE = "active"
    LEFT = "left"  #: Anulada, Traslad*, Baja*, or no longer in the newest export
    PENDING = "pending"  #: any other state of the current year: a person must look


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """One guardian, joined over the rows of all their children."""

    key: str  #: stable id: DNI on file, else made of name and phone
    dni: str | None
    name: PersonName
    phones: frozenset[str] = frozenset()  #: E.164, of any of their children's rows of this year
    emails: frozenset[str] = frozenset()  #: lower case
    students: tuple[str, ...] = ()  #: ids of their children

    @property
    def on_file(self) -> str:
        """How the public JSON names this guardian: the DNI on file, else the name on file."""
        return self.dni or str(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One pupil: the row of the latest year."""

    id: str  #: Nº Id. Escolar
    name: PersonName
    enrolment: Enrolment = Enrolment.ACTIVE
    year: int = 0  #: start year of the matrícula
    official_course: str = ""  #: Curso, e.g. "2º de E.S.O."
    units: tuple[str, ...] = ()  #: Unidad of each active row of the year, usually one
    guardians: tuple[str, ...] = ()  #: keys, at most two per row
    phones: frozenset[str] = frozenset()  #: the pupil's own
    emails: frozenset[str] = frozenset()  #: the pupil's own
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The enrolment data of one school at one moment."""

    students: Mapping[str, Student]
    guardians: Mapping[str, Guardian]
    version: str = ""  #: of the import


# --------------------------------------------------------------------------- who it can be


class StudentFit(StrEnum):
    NOT_GIVEN = "not_given"
    UNIQUE = "unique"  #: every named child is told apart, enrolled now
    SIBLINGS = "siblings"  #: not told from a sibling, but every candidate is that guardian's (row 4)
    AMBIGUOUS = "ambiguous"
    PARTIAL = "partial"  #: one child fits, another named child does not (row 10)
    LEFT = "left"  #: row 11
    PENDING = "pending"
    NONE = "none"  #: row 8


class GuardianFit(StrEnum):
    NOT_GIVEN = "not_given"
    MATCH = "match"
    NOT_GUARDIAN = "not_guardian"  #: row 7
    AMBIGUOUS = "ambiguous"


class PhoneFit(StrEnum):
    NOT_GIVEN = "not_given"
    OWN = "own"  #: equals a mobile on file of that very guardian
    OTHER_GUARDIAN = "other_guardian"
    LANDLINE = "landline"  #: equals what is on file, but no SMS can reach it
    NONE_ON_FILE = "none_on_file"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line of the waterfall: a datum, what it says, its match weight in bits."""

    what: str  #: "student.given", "student.surname1", "guardian.name", "phone", "course", "prior" …
    says: str  #: Spanish sentence part: "coincide salvo una letra"
    weight: float  #: log2 Bayes factor
    level: str = ""  #: the comparison level that held
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One guardian's account with the pupils that would be meant."""

    guardian: str | None  #: key; None when no guardian fits but the pupil does
    students: tuple[str, ...]
    probability: float
    phone: PhoneFit
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Claim x register: who it can be."""

    student_fit: StudentFit
    guardian_fit: GuardianFit
    phone_fit: PhoneFit
    guardian: str | None = None  #: key
    students: tuple[str, ...] = ()  #: ids
    probability: float = 0.0
    margin: float = 0.0  #: probability minus the runner-up's
    candidates: tuple[Candidate, ...] = ()  #: best first, few
    evidence: tuple[Evidence, ...] = ()  #: of the best candidate
    would_make_sure: tuple[str, ...] = ()  #: Spanish: what datum would have settled it


# --------------------------------------------------------------------------- what to do


class Action(StrEnum):
    REGENERATE = "regenerate"
    ASK = "ask"
    SELF_HELP = "self_help"
    ESCALATE = "escalate"
    CLOSE = "close"
    IGNORE = "ignore"


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


# --------------------------------------------------------------------------- what happens outside


class EffectKind(StrEnum):
    SET_PASSWORD = "set_password"  # noqa: S105 - a kind, not a password
    SMS = "sms"
    REPLY = "reply"  #: the answer to the mail
    NOTICE = "notice"  #: to the guardian's own address on file, or to the coordinator
    WORK_ITEM = "work_item"  #: something a person does in Séneca
    REVOKE = "revoke"  #: the owner says "no he sido yo": the temporary password holds no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One deed outside, planned and committed before it is done.

    Effects of one plan are done in the order of `step`; a later one waits for the earlier ones.
    """

    kind: EffectKind
    key: str  #: idempotency key, unique for ever
    step: int
    payload: Mapping[str, object]  #: JSON-able, nothing secret
    secret: str | None = None  #: a password: encrypted at rest, wiped when delivered


class TicketState(StrEnum):
    OPEN = "open"  #: waits for a person (the review queue)
    WAITING = "waiting"  #: waits for the family
    WORKING = "working"  #: effects under way, or a work item in Séneca
    SOLVED = "solved"
    CLOSED = "closed"
    IGNORED = "ignored"


class Folder(StrEnum):
    """Where a mail ends up in the mailbox."""

    DONE = "Procesados"
    REVIEW = "Revision"
    IGNORED = "Ignorados"


# --------------------------------------------------------------------------- who works with it


class Role(StrEnum):
    """What somebody may do in one school."""

    COORDINATOR = "coordinator"  #: decides the cases of the queue
    STAFF = "staff"  #: renews the keys of their own sections
    ADMIN = "admin"  #: all a coordinator may, and users, rules, enrolment
