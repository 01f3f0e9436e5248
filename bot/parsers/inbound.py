"""Mail bytes -> InboundMessage, in reading order. Whatever the bytes, a message comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.model.mail import Address, InboundMessage, Passage, PassageKind
from bot.parsers.message.authentication import sender_verdict
from bot.parsers.message.entity import read_mail
from bot.parsers.message.headers import Headers
from bot.parsers.message.mime import Content, Piece, read_content
from bot.parsers.passages.divide import divide, join_passages
from bot.parsers.passages.quoting import FORWARD_SUBJECT, REPLY_SUBJECT
from bot.parsers.robots.automatic import automatic_sign
from bot.parsers.robots.suspect import Suspect
from bot.parsers.scene import LONGEST, unread

T = TypeVar("T")

_MAX_SUBJECT = 1_000
NOTE_LONG = f"mensaje muy largo: solo se interpretan los primeros {LONGEST} caracteres"
NOTE_TRUNCATED = "mensaje demasiado grande: solo se han leído las cabeceras"
_LINK = re.compile(r"href\s*=\s*[\"']?https?:", re.IGNORECASE)
_WRITERS_OWN = (PassageKind.OWN, PassageKind.SIGNATURE, PassageKind.FOOTER)


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Who we are, so that our own mail and our own server are known again."""

    addresses: frozenset[str]  #: lower case
    authserv_id: str | None
    loop_marker: str  #: value of our X-Incidencias-Loop header


def parse_mail(content: bytes, *, own: OwnIdentity, truncated: bool = False) -> InboundMessage:
    """Read one mail. Never raises; oddities are told in `notes` (Spanish).

    `truncated`: `content` holds the headers only, the body was over the size cap and never fetched.
    """
    mail = read_mail(content)
    headers = mail.headers
    tree = Content(notes=(NOTE_TRUNCATED,)) if truncated else read_content(mail)
    subject = headers.text("subject")[:_MAX_SUBJECT]
    sender = _first(headers.addresses("from")) or _first(headers.addresses("sender")) or Address("", "")
    body, passages, doubts = _body(tree.pieces, headers, subject, sender.name)
    reply_to = _first(headers.addresses("reply-to"))
    verdict = sender_verdict(
        headers.all("authentication-results"),
        authserv_id=own.authserv_id,
        sender_domain=sender.email.partition("@")[2],
    )
    message = InboundMessage(
        truncated=truncated,
        message_id=_first(headers.message_ids("message-id")),
        in_reply_to=headers.message_ids("in-reply-to"),
        # A bounce or a receipt belongs to the conversation of the mail that it speaks of.
        references=(*headers.message_ids("references"), *tree.reported_ids),
        sender=sender,
        reply_to=reply_to,
        subject=subject,
        date=headers.date(),
        body=body,
        passages=passages,
        html=tree.html,
        attachments=tree.attachments,
        sender_verdict=verdict,
        corpus_reply_to=headers.get("x-corpus-reply-to") or None,
        notes=(*tree.notes, *doubts),
    )
    automatic, silent = automatic_sign(
        Suspect(
            headers=headers,
            sender=sender,
            reply_to=reply_to,
            subject=subject,
            text=message.text_of(*_WRITERS_OWN),
            verdict=verdict,
            own_addresses=own.addresses,
            loop_marker=own.loop_marker,
            media_types=tree.media_types,
            report_type=tree.report_type,
            calendar_method=tree.calendar_method,
            files=tuple(file.name for file in tree.attachments),
            has_links=bool(_LINK.search(tree.html or "")),
        )
    )
    return replace(message, automatic=automatic, no_auto_reply=silent)


def _body(
    pieces: tuple[Piece, ...], headers: Headers, subject: str, writer: str
) -> tuple[str, tuple[Passage, ...], tuple[str, ...]]:
    """The texts joined, each divided into passages; an attached mail is one FORWARD passage."""
    is_forward = bool(FORWARD_SUBJECT.match(subject))
    is_reply = bool(REPLY_SUBJECT.match(subject) or headers.get("in-reply-to") or headers.get("references"))
    parts: list[tuple[str, tuple[Passage, ...]]] = []
    notes: list[str] = []
    for piece in pieces:
        if piece.forwarded:
            parts.append((piece.text, (Passage(PassageKind.FORWARD, 0, len(piece.text)),)))
            continue
        passages, doubts = divide(
            piece.text,
            piece.hints,
            is_reply=is_reply and not is_forward,
            is_forward=is_forward,
            writer=writer,
        )
        parts.append((piece.text, passages))
        notes += doubts
    body, passages = join_passages(parts)
    if unread(passages):
        notes.append(NOTE_LONG)
    return body, passages, tuple(dict.fromkeys(notes))


def _first(values: Sequence[T]) -> T | None:
    return values[0] if values else None
