"""A letter and its headers -> the bytes of a mail. Pure: the same arguments give the same bytes.

Threading: RFC 5322 §3.6.4. Marks of a machine: RFC 3834 §5, [MS-OXCMAIL] X-Auto-Response-Suppress, and
our own loop header. Whatever a mail from outside brings in (subject, Message-IDs) is cleaned or dropped,
so that no header can be smuggled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, quote
from typing import Any, Literal

from bot.errors import InputError
from bot.mail.own import OwnMail
from bot.mail.replies import Letter
from bot.mail.templates import clean
from bot.ports import OutgoingMail
from bot.tags import subject_tag

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")  # printable ASCII without space and angle brackets
_REFERENCES = 10  #: the first, and the latest ones (RFC 5322 asks for all; some servers choke on them)
_SUBJECT_LENGTH = 120
_PREFIXES = re.compile(
    r"^(?:(?:re|rv|fwd?|aw|wg|sv|antw|tr|res|enc|rif|回复|答复|відп)(?:\[\d+\])?\s*[::]\s*)+", re.IGNORECASE
)
_TAG = re.compile(r"\[[0-9A-Z]{6}-[0-9A-Z]{10}\]", re.IGNORECASE)
_EOL = "\r\n"
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


class _Policy(EmailPolicy):
    """The standard policy, mended where its folding breaks a header (CPython 3.11).

    It turns long Message-IDs into encoded words and loses the quotes of a long display name.
    """

    def fold(self, name: str, value: Any) -> str:
        match name.lower():
            case "in-reply-to" | "references":
                return f"{name}: " + "\r\n ".join(value.split()) + _EOL
            case "from" | "to":
                return f"{name}: " + _mailbox(*value.addresses) + _EOL
            case _:
                return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


def _mailbox(address: Address) -> str:
    """RFC 5322 §3.4, the name as a quoted string or as encoded words (RFC 2047 §5)."""
    name = address.display_name
    if not name:
        return address.addr_spec
    if name.isascii() and "=?" not in name:  # a name that looks like an encoded word must become one
        return f'"{quote(name)}" <{address.addr_spec}>'
    return f"{Header(name, 'utf-8', header_name='From').encode(linesep=_EOL)} <{address.addr_spec}>"


_POLICY = _Policy(linesep=_EOL, cte_type="7bit")


def compose(letter: Letter, headers: Headers) -> OutgoingMail:
    """A mail of ours, ready for SMTP.

    Raises InputError when the recipient is no plain mail address.
    """
    try:
        recipient = Address(addr_spec=headers.recipient)
    except (ValueError, IndexError, MessageError) as error:
        raise InputError("La dirección a la que se contesta no es una dirección de correo.") from error
    if headers.recipient != recipient.addr_spec or not headers.recipient.isprintable():
        raise InputError("La dirección a la que se contesta no es una dirección de correo.")
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(clean(headers.sender_name), addr_spec=headers.own.address)
    mail["To"] = recipient
    mail["Subject"] = _subject(letter, headers)
    mail["Date"] = format_datetime(headers.date)
    mail["Message-ID"] = headers.message_id
    if headers.in_reply_to is not None and _MESSAGE_ID.fullmatch(headers.in_reply_to):
        mail["In-Reply-To"] = headers.in_reply_to
    if references := _references(headers.references):
        mail["References"] = " ".join(references)
    mail["Auto-Submitted"] = headers.submitted
    mail["X-Auto-Response-Suppress"] = "All"
    mail[OwnMail.HEADER] = headers.own.marker
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    mail["Content-Language"] = ", ".join(letter.languages)  # set_content would take it away
    mail.set_boundary(_BOUNDARY)
    return OutgoingMail(
        message_id=headers.message_id,
        sender=headers.own.address,
        recipient=headers.recipient,
        content=mail.as_bytes(),
    )


def _subject(letter: Letter, headers: Headers) -> str:
    """The topic after "Re:", then the ticket's tag."""
    tag = subject_tag(headers.ticket, headers.token)
    topic = "" if headers.subject is None else _PREFIXES.sub("", _TAG.sub("", clean(headers.subject)).strip())
    if not topic:
        return f"{letter.subject} {tag}"
    return f"Re: {topic[:_SUBJECT_LENGTH].strip()} {tag}"


def _references(ids: Sequence[str]) -> list[str]:
    good = list(dict.fromkeys(i for i in ids if _MESSAGE_ID.fullmatch(i)))
    return good if len(good) <= _REFERENCES else [good[0], *good[1 - _REFERENCES :]]
