"""A mail as it came, and made readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
