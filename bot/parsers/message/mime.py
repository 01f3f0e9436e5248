"""The MIME tree of a mail -> its texts in reading order, its attachments, what it is made of.

Of an alternative the HTML is read: it is what the person saw (a plain twin may be empty, wrapped
at column 76, or say something else), it keeps tables, and it marks quotes and signatures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.model.mail import Attachment, Passage
from bot.parsers.message.charsets import to_text
from bot.parsers.message.entity import Entity, read_entity
from bot.parsers.message.flowed import unflow
from bot.parsers.message.headers import Headers
from bot.parsers.message.html import Readable, html_to_text
from bot.parsers.message.opaque import read_signed
from bot.parsers.message.unseen import tidy, visible
from bot.parsers.message.winmail import read_winmail

_MAX_DEPTH = 30
_MAX_PARTS = 200
_MAX_REPORT = 20_000  # bytes
_MAX_TEXT = 100_000  # characters of one text part; nobody writes more
_MAX_PLAIN = 4 * _MAX_TEXT  # bytes, before they are decoded: to guess a charset of 25 MB takes seconds
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_METHOD = re.compile(r"^METHOD:(\w+)", re.IGNORECASE | re.MULTILINE)
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_PKCS7 = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_REPORT_PARTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
    "message/global-headers",
}
_LOOKS_LIKE_MAIL = re.compile(
    rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?(?:From|Received|Date):", re.IGNORECASE
)

NOTE_TOO_DEEP = "demasiadas partes o niveles: el resto no se ha leído"
NOTE_TOO_LONG = "texto demasiado largo: leído solo el principio"
NOTE_WINMAIL = "contenido en winmail.dat"
NOTE_SIGNED = "mensaje firmado (S/MIME)"
NOTE_ENCRYPTED = "mensaje cifrado: no se puede leer"
NOTE_UNREADABLE_PART = "una parte del mensaje no se puede leer"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the mail; `forwarded` when it stands in an attached mail."""

    text: str
    hints: tuple[Passage, ...] = ()
    forwarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that was read from a MIME tree."""

    pieces: tuple[Piece, ...] = ()
    html: str | None = None  #: the first HTML part as it came
    attachments: tuple[Attachment, ...] = ()
    media_types: frozenset[str] = frozenset()  #: of the mail's own parts, not of attached mails
    report_type: str = ""  #: of a multipart/report: "delivery-status", "disposition-notification" …
    calendar_method: str = ""  #: upper case: "REQUEST", "REPLY" …
    reported_ids: tuple[str, ...] = ()  #: Message-IDs of the mails that a report speaks of
    notes: tuple[str, ...] = ()


def read_content(mail: Entity) -> Content:
    """Walk the tree; never raises. Limits: 30 levels, 200 parts, 100,000 characters a text."""
    reader = _Reader()
    pieces = reader.read(mail, depth=0, forwarded=False)
    if not any(piece.text for piece in pieces):
        pieces = [*pieces, *reader.stand_ins]
    return Content(
        pieces=tuple(piece for piece in pieces if piece.text),
        html=reader.html,
        attachments=tuple(reader.attachments),
        media_types=frozenset(reader.media_types),
        report_type=reader.report_type,
        calendar_method=reader.calendar_method,
        reported_ids=tuple(dict.fromkeys(reader.reported_ids)),
        notes=tuple(dict.fromkeys(reader.notes)),
    )


@dataclass(slots=True)
class _Reader:
    """Collects while it walks; `read` returns the texts of a branch so that alternatives can compete."""

    html: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    media_types: set[str] = field(default_factory=set)
    report_type: str = ""
    calendar_method: str = ""
    reported_ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stand_ins: list[Piece] = field(default_factory=list)  #: read only when there is no other text
    parts: int = 0

    def read(self, part: Entity, *, depth: int, forwarded: bool) -> list[Piece]:
        self.parts += 1
        if depth > _MAX_DEPTH or self.parts > _MAX_PARTS:
            self.notes.append(NOTE_TOO_DEEP)
            return []
        kind = part.media_type
        if not forwarded:
            self.media_types.add(kind)
        if kind.startswith("multipart/"):
            return self._multipart(part, depth=depth, forwarded=forwarded)
        if kind in ("message/rfc822", "message/global") or self._is_eml(part):
            return self._attached_mail(part, depth=depth)
        if kind in _REPORT_PARTS:
            self._report(part.decoded())
            return []
        if kind in _TNEF or part.filename.lower() == "winmail.dat":
            return self._winmail(part, forwarded=forwarded)
        if kind in _PKCS7:
            return self._pkcs7(part, depth=depth, forwarded=forwarded)
        if kind == "text/calendar":
            return self._calendar(part, forwarded=forwarded)
        if kind.startswith("text/") and not part.is_attachment and not part.filename:
            return [self._text(part, forwarded=forwarded)]
        self._attach(part)
        return []

    def _multipart(self, part: Entity, *, depth: int, forwarded: bool) -> list[Piece]:
        if part.media_type == "multipart/report" and not forwarded:
            self.report_type = self.report_type or part.param("report-type")
        if part.media_type == "multipart/signed":
            self.notes.append(NOTE_SIGNED)
        if part.media_type == "multipart/encrypted":
            self.notes.append(NOTE_ENCRYPTED)
        branches: list[list[Piece]] = []
        kinds: list[str] = []
        for child in part.children():
            branches.append(self.read(child, depth=depth + 1, forwarded=forwarded))
            kinds.append(child.media_type)
            if self.parts > _MAX_PARTS:
                break
        if not branches:  # no boundary, or it never appears: a text that calls itself multipart
            return [self._text(part, forwarded=forwarded)]
        if part.media_type == "multipart/alternative":
            return _best(branches, kinds)
        return [piece for branch in branches for piece in branch]

    def _text(self, part: Entity, *, forwarded: bool) -> Piece:
        data = part.decoded()
        if part.media_type == "text/html":
            meta = _META_CHARSET.search(data[:4_000])
            source, notes = to_text(data, part.charset or (meta[1].decode("ascii") if meta else None))
            if not forwarded and self.html is None:
                self.html = source
            readable = html_to_text(source)
        else:
            beginning = _beginning(data)
            if len(beginning) < len(data):
                self.notes.append(NOTE_TOO_LONG)
            source, notes = to_text(beginning, part.charset)
            if part.param("format") == "flowed":
                source = unflow(visible(source)[0], delsp=part.param("delsp") == "yes")
            text, hidden = visible(source)
            readable = Readable(tidy(text), (), hidden)
        self.notes += [*notes, *readable.notes]
        text = readable.text
        if len(text) > _MAX_TEXT:
            self.notes.append(NOTE_TOO_LONG)
            text = text[:_MAX_TEXT]
        return Piece(text, readable.hints, forwarded)

    def _attached_mail(self, part: Entity, *, depth: int) -> list[Piece]:
        """Somebody's mail inside this mail: its sender and subject, then its texts, all forwarded."""
        inner = read_entity(part.decoded().lstrip(b"\n"))
        if self.report_type:
            self.reported_ids += inner.headers.message_ids("message-id")
        sender = ", ".join(f"{a.name} <{a.email}>".strip() for a in inner.headers.addresses("from"))
        title = tidy(f"De: {sender}\nAsunto: {inner.headers.text('subject')}")
        return [Piece(title, (), forwarded=True), *self.read(inner, depth=depth + 1, forwarded=True)]

    def _report(self, data: bytes) -> None:
        """Which mail a bounce or a receipt speaks of (RFC 3464, RFC 8098 §3.2.6)."""
        for fields in data[:_MAX_REPORT].split(b"\n\n"):
            headers = Headers.read(fields)
            for name in ("message-id", "original-message-id"):
                self.reported_ids += headers.message_ids(name)

    def _is_eml(self, part: Entity) -> bool:
        """An .eml file whatever type it was given."""
        if not part.filename.lower().endswith(".eml"):
            return False
        return bool(_LOOKS_LIKE_MAIL.match(part.decoded()[:20_000].replace(b"\r\n", b"\n")))

    def _winmail(self, part: Entity, *, forwarded: bool) -> list[Piece]:
        winmail = read_winmail(part.decoded())
        self.notes.append(NOTE_WINMAIL)
        if winmail is None:
            self.notes.append(NOTE_UNREADABLE_PART)
            self._attach(part)
            return []
        self.attachments += [
            Attachment(name or "sin nombre", "application/octet-stream", size)
            for name, size in winmail.attachments[:_MAX_PARTS]
        ]
        if winmail.html:
            readable = html_to_text(to_text(winmail.html, None)[0])
        else:
            readable = Readable(tidy(visible(to_text(winmail.text, None)[0])[0]))
        # Exchange usually sends the same words as text/plain beside it.
        self.stand_ins.append(Piece(readable.text[:_MAX_TEXT], readable.hints, forwarded))
        return []

    def _pkcs7(self, part: Entity, *, depth: int, forwarded: bool) -> list[Piece]:
        inner = read_signed(part.decoded())
        if inner is None:
            self.notes.append(NOTE_ENCRYPTED)
            self._attach(part)
            return []
        self.notes.append(NOTE_SIGNED)
        return self.read(read_entity(inner.replace(b"\r\n", b"\n")), depth=depth + 1, forwarded=forwarded)

    def _calendar(self, part: Entity, *, forwarded: bool) -> list[Piece]:
        text = tidy(visible(to_text(part.decoded(), part.charset or "utf-8")[0])[0])
        method = part.param("method") or next(iter(_METHOD.findall(text[:5_000])), "")
        if not forwarded:
            self.calendar_method = self.calendar_method or method.upper()
        self._attach(part)
        return []

    def _attach(self, part: Entity) -> None:
        name = part.filename or "sin nombre"
        self.attachments.append(Attachment(name, part.media_type, _size(part)))


def _beginning(data: bytes) -> bytes:
    """As much of a plain text as will be read, in whole lines (a letter cut in two would not be UTF-8)."""
    if len(data) <= _MAX_PLAIN:
        return data
    return data[: data.rfind(b"\n", 0, _MAX_PLAIN) + 1 or _MAX_PLAIN]


def _size(part: Entity) -> int:
    """Bytes of the decoded file, without decoding it."""
    encoded = len(part.body)
    base64 = "base64" in part.headers.get("content-transfer-encoding").lower()
    return (encoded - part.body.count(b"\n")) * 3 // 4 if base64 else encoded


def _best(branches: list[list[Piece]], kinds: list[str]) -> list[Piece]:
    """Of twins the richest: HTML unless it lost half of the words; what is no twin stays beside it."""
    texts = [(branch, sum(len(piece.text.split()) for piece in branch)) for branch in branches]
    plain = max(
        (words for (_, words), kind in zip(texts, kinds, strict=True) if kind == "text/plain"), default=0
    )
    rich = [
        (branch, words)
        for (branch, words), kind in zip(texts, kinds, strict=True)
        if kind != "text/plain" and words and words * 2 >= plain
    ]
    if rich:
        return max(rich, key=lambda candidate: candidate[1])[0]
    return max(texts, key=lambda candidate: candidate[1])[0]
