"""The ticket number and its unguessable token, as they stand in a subject: `[K7QM2X-R4PW9DKQ2V]`."""

from __future__ import annotations

import re
import secrets

# Crockford's base 32: nothing that can be misread when a parent reads it out on the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TICKET, _TOKEN = 6, 10
_TAG = re.compile(rf"\[([{_ALPHABET}]{{{_TICKET}}})-([{_ALPHABET}]{{{_TOKEN}}})\]")


def new_ticket() -> str:
    """A ticket number, 30 bits: readable, unique by the store's key."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_TICKET))


def new_token() -> str:
    """A token that nobody can guess, 50 bits; it opens nothing without the right sender."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN))


def subject_tag(ticket: str, token: str) -> str:
    """The tag that goes into the subject of every answer."""
    return f"[{ticket}-{token}]"


def find_tag(subject: str) -> tuple[str, str] | None:
    """(ticket, token) of the first tag in a subject, if any; case does not matter."""
    found = _TAG.search(subject.upper())
    return (found[1], found[2]) if found else None


def new_message_id(domain: str) -> str:
    """A Message-ID of ours (RFC 5322 §3.6.4), made before the mail is sent so that it can be found again."""
    return f"<{secrets.token_hex(16)}@{domain}>"
