"""A letter and its headers -> the bytes of a mail. Pure: the same arguments give the same bytes.

Threading: RFC 5322 §3.6.4. Marks of a machine: RFC 3834 §5, [MS-OXCMAIL] X-Auto-Response-Suppress, and
our own loop header. Whatever a mail from outside brings in (subject, Message-IDs) is cleaned or dropped,
so that no header can be smuggled in.
"""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import format_datetime, quote
from typing import Literal

from bot.errors import InputError
from bot.mail.letters.replies import Letter
from bot.mail.letters.templates import clean
from bot.mail.own import OwnMail
from bot.ports.mail import OutgoingMail
from bot.text.tags import subject_tag

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")  # printable ASCII without space and angle brackets
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*")  # RFC 5322 §3.4.1, ASCII
_REFERENCES = 10  #: the first, and the latest ones (RFC 5322 asks for all; some servers choke on them)
_SUBJECT_LENGTH = 120
_PREFIXES = re.compile(
    r"^(?:(?:re|rv|fwd?|aw|wg|sv|antw|tr|res|enc|rif|回复|答复|відп)(?:\[\d+\])?\s*[::]\s*)+", re.IGNORECASE
)
_TAG = re.compile(r"\[[0-9A-Z]{6}-[0-9A-Z]{10}\]", re.IGNORECASE)
_EOL = "\r\n"
_LINE_LENGTH = 200  #: of a header; the limit is 998 (RFC 5322 §2.1.1)
_WORD_BYTES = 45  #: 60 signs of base64, and 12 around them
_OUTER_BOUNDARY = "=_con_adjuntos_="
_BOUNDARY = "=_incidencias_="  # "=_" stands in no quoted-printable or base64 text (RFC 2045 §6.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """Who writes to whom, about what, in answer to what."""

    message_id: str  #: ours, made before the deed
    date: datetime
    sender_name: str
    own: OwnMail
    recipient: str
    ticket: str
    token: str
    subject: str | None = None  #: of the mail that is answered; None: the letter's own
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    submitted: Literal["auto-replied", "auto-generated"] = "auto-replied"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str  #: ASCII, without quotes
    mime: str  #: "application/pdf"
    content: bytes


def compose(letter: Letter, headers: Headers, attachments: Sequence[Attachment] = ()) -> OutgoingMail:
    """A mail of ours, ready for SMTP.

    The lines are written here, not by `email.message.EmailMessage`: it parses and folds each header it is
    given, which costs more than all the rest of an answer, and its folding spoils long Message-IDs and long
    display names (CPython 3.11). Raises InputError when the recipient is no plain mail address.
    """
    _check_address(headers.recipient)
    in_reply_to = headers.in_reply_to or ""
    head = {
        "From": _mailbox(clean(headers.sender_name), headers.own.address),
        "To": headers.recipient,
        "Subject": _unstructured(_subject(letter, headers)),
        "Date": format_datetime(headers.date),
        "Message-ID": headers.message_id,
        "In-Reply-To": in_reply_to if _MESSAGE_ID.fullmatch(in_reply_to) else "",
        "References": f"{_EOL} ".join(_references(headers.references)),
        "Auto-Submitted": headers.submitted,
        "X-Auto-Response-Suppress": "All",
        OwnMail.HEADER: headers.own.marker,
        "MIME-Version": "1.0",
        "Content-Language": ", ".join(letter.languages),
    }
    body = _multipart("alternative", _BOUNDARY, [_part("plain", letter.text), _part("html", letter.html)])
    if attachments:
        body = _multipart("mixed", _OUTER_BOUNDARY, [body, *map(_attached, attachments)])
    return OutgoingMail(
        message_id=headers.message_id,
        sender=headers.own.address,
        recipient=headers.recipient,
        content="".join([_lines(head), body]).encode("ascii"),
    )


def _multipart(subtype: str, boundary: str, parts: Sequence[str]) -> str:
    """The header of its content and the parts (RFC 2046 §5.1)."""
    head = _lines({"Content-Type": f'multipart/{subtype}; boundary="{boundary}"'})
    inside = "".join(f"{_EOL}--{boundary}{_EOL}{part}" for part in parts)
    return f"{head}{inside}{_EOL}--{boundary}--{_EOL}"


def _attached(attachment: Attachment) -> str:
    head = {
        "Content-Type": attachment.mime,
        "Content-Disposition": f'attachment; filename="{attachment.name}"',
        "Content-Transfer-Encoding": "base64",
    }
    packed = encodebytes(attachment.content).replace(b"\n", _EOL.encode()).decode("ascii")
    return _lines(head) + _EOL + packed


def _lines(head: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}{_EOL}" for name, value in head.items() if value)


def _part(subtype: str, text: str) -> str:
    """A text part in the shorter of the two 7-bit encodings (RFC 2045 §6.7, §6.8)."""
    content = _EOL.join(text.splitlines()).encode() + _EOL.encode()
    quoted, packed = b2a_qp(content, istext=True), encodebytes(content).replace(b"\n", _EOL.encode())
    encoding, encoded = min(("quoted-printable", quoted), ("base64", packed), key=lambda e: len(e[1]))
    head = {"Content-Type": f"text/{subtype}; charset=utf-8", "Content-Transfer-Encoding": encoding}
    return _lines(head) + _EOL + encoded.decode("ascii")


def _mailbox(name: str, address: str) -> str:
    """RFC 5322 §3.4, the name as a quoted string or as encoded words."""
    if not name:
        return address
    shown = _words(name) if _needs_words(name) else f'"{quote(name)}"'
    return f"{shown} <{address}>"


def _unstructured(text: str) -> str:
    return _words(text) if _needs_words(text) else text


def _needs_words(text: str) -> bool:
    """So must what looks like an encoded word itself, and what is too long for a line."""
    return not text.isascii() or "=?" in text or len(text) > _LINE_LENGTH


def _words(text: str) -> str:
    """Encoded words of at most 75 signs, no letter split over two (RFC 2047 §2, §5)."""
    chunks = [""]
    size = 0
    for letter in text:
        size += len(letter.encode())
        if size > _WORD_BYTES:
            chunks.append("")
            size = len(letter.encode())
        chunks[-1] += letter
    return f"{_EOL} ".join(f"=?utf-8?b?{b64encode(chunk.encode()).decode('ascii')}?=" for chunk in chunks)


def _check_address(address: str) -> None:
    if _PLAIN_ADDRESS.fullmatch(address):
        return
    try:
        good = address.isprintable() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, MessageError):
        good = False
    if not good:
        raise InputError("No se puede contestar: la dirección del remitente no es una dirección de correo.")


def _subject(letter: Letter, headers: Headers) -> str:
    """The topic after "Re:", then the ticket's tag; a mail about no ticket has none."""
    tag = subject_tag(headers.ticket, headers.token) if headers.ticket else ""
    topic = "" if headers.subject is None else _PREFIXES.sub("", _TAG.sub("", clean(headers.subject)).strip())
    if not topic:
        return f"{letter.subject} {tag}".strip()
    return f"Re: {topic[:_SUBJECT_LENGTH].strip()} {tag}"


def _references(ids: Sequence[str]) -> list[str]:
    good = list(dict.fromkeys(i for i in ids if _MESSAGE_ID.fullmatch(i)))
    return good if len(good) <= _REFERENCES else [good[0], *good[1 - _REFERENCES :]]
