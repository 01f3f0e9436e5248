"""By what a mail is known again when it is delivered twice (pure)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser

from bot.model.mail import RawMail
from bot.parsers.message.headers import read_addresses
from bot.store.tables.text import clean, indexable_id
from bot.text.words import mailbox_of

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_NEWLINES = re.compile(rb"\r\n?")
_MAX_HEAD = 262_144  #: bytes of headers that are looked at


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the store keeps of a mail's head, and the hash of what no transport changes."""

    hash: str
    message_id: str | None
    sender: str
    subject: str


def fingerprint(mail: RawMail) -> Fingerprint:
    """The identity of a mail; never raises.

    The hash covers Message-ID, From, Date and body: another Received or Delivered-To makes no other
    mail, while a forged Message-ID does not make two mails one. Without Message-ID the Subject counts
    too, and without a Date the time of arrival: rather twice than never.
    """
    parts = _END_OF_HEAD.split(mail.content, maxsplit=1)
    head = BytesHeaderParser().parsebytes(parts[0][:_MAX_HEAD])
    body = _NEWLINES.sub(b"\n", parts[1] if len(parts) > 1 else b"").rstrip(b"\n")

    def header(name: str) -> str:
        return " ".join(clean(str(head.get(name, ""))).split())

    message_id, date = header("Message-ID"), header("Date")
    signs = [message_id, header("From"), date]
    if not message_id:
        signs += [header("Subject"), "" if date else mail.received_at.isoformat()]
    if mail.truncated:
        signs.append(str(mail.size))
    digest = hashlib.sha256(body)
    for sign in signs:
        digest.update(b"\0" + sign.encode())
    return Fingerprint(
        hash=digest.hexdigest(),
        message_id=indexable_id(message_id),
        sender=mailbox_of(clean(_first_address(header("From")), 320)),
        subject=clean(_decoded(header("Subject")), 200),
    )


def _first_address(value: str) -> str:
    """As the journey reads it: `parseaddr` of newer Pythons gives up at "ana :) <ana@x.test>"."""
    return next((address.email for address in read_addresses(value)), "")


def _decoded(value: str) -> str:
    """An RFC 2047 header as people read it; as it came when it is broken."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value
