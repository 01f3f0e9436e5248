"""The header block of a mail: raw bytes kept, read leniently on request.

Sources: RFC 5322 (fields, addresses), RFC 2047 (encoded words) and how they are broken in practice:
raw 8-bit, words folded in the middle, a multi-byte letter split over two words, unquoted commas.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice

from bot.model.mail import Address
from bot.parsers.message.charsets import to_text
from bot.parsers.message.unseen import one_line

_MAX_HEADERS = 500
_MAX_VALUE = 8_000  # bytes of one field that are looked at
_MAX_ADDRESSES = 100
_MAX_IDS = 100

_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_ENCODED_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[\w.:+-]{1,40}(?:\*[\w-]{1,20})?\?[bBqQ]\?)")
_ADDRESS_TOKEN = re.compile(r'"(?:[^"\\]|\\.){0,200}"|<[^<>]{0,500}>|[,;]|[^",;<>]+|.', re.DOTALL)
_EMAIL = re.compile(r"[^\s@<>(),;:\"]{1,254}@[^\s@<>(),;:\"]{1,254}")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields by lower-case name, values top to bottom, folded and undecoded."""

    fields: Mapping[str, Sequence[bytes]]

    @classmethod
    def read(cls, block: bytes) -> Headers:
        r"""Read a header block (newlines already "\n"); lines that are no field are skipped."""
        found: dict[str, list[bytes]] = {}
        for field in islice(_FIELD.finditer(block), _MAX_HEADERS):
            found.setdefault(field[1].decode("ascii").lower(), []).append(field[2][:_MAX_VALUE])
        return cls(found)

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def all(self, name: str) -> list[str]:
        """Every value of a field, top to bottom: unfolded text, encoded words untouched."""
        return [_unfold(value) for value in self.fields.get(name, ())]

    def get(self, name: str) -> str:
        """The topmost value of a field, "" when there is none."""
        values = self.fields.get(name)
        return _unfold(values[0]) if values else ""

    def text(self, name: str) -> str:
        """The topmost value decoded to one clean line."""
        return one_line(decode_words(self.get(name)))

    def addresses(self, name: str) -> list[Address]:
        return [a for value in self.all(name) for a in read_addresses(value)][:_MAX_ADDRESSES]

    def message_ids(self, name: str) -> tuple[str, ...]:
        return tuple(m for value in self.all(name) for m in _MESSAGE_ID.findall(value))[-_MAX_IDS:]

    def date(self) -> datetime | None:
        """The `Date` field, aware (a missing zone is UTC); None when it is unreadable."""
        try:
            date = parsedate_to_datetime(self.get("date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return date if date.tzinfo else date.replace(tzinfo=UTC)


def _unfold(value: bytes) -> str:
    text = value.decode("ascii") if value.isascii() else to_text(value, "utf-8")[0]
    return (_FOLD.sub(" ", text) if "\n" in text else text).strip()


def decode_words(text: str) -> str:
    """Decode RFC 2047 words wherever they stand; neighbours of one charset are joined before decoding."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _ENCODED_WORD.finditer(text):
        if word.start() > end or (pending and word[1].lower() != charset):
            pieces += [to_text(pending, charset)[0], text[end : word.start()]]
            pending = b""
        charset = word[1].lower()
        pending += _word_bytes(word[2], word[3])
        end = word.end()
    return "".join([*pieces, to_text(pending, charset)[0], text[end:]])


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        # A space inside a word is a wrong fold, not text: real spaces are "_" or "=20".
        return binascii.a2b_qp(re.sub(rb"\s+", b"", raw), header=True)
    return decode_base64(raw)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode_base64(data: bytes) -> bytes:
    """Decode whatever can be decoded: strange characters skipped, a broken end cut off."""
    clean = _NOT_BASE64.sub(b"", data)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def read_addresses(value: str) -> list[Address]:
    """The mailboxes of an address field; an unreadable one is Address(name, "").

    A comma in an unquoted name ("Pérez, Ana <a@b>") does not split it: what has no "@" joins the next.
    """
    found: list[Address] = []
    name: list[str] = []
    bare = ""  # an address without angle brackets, in the last piece between commas
    for token in _tokens(value):
        if token.startswith("<") and token.endswith(">"):
            found.append(_mailbox("".join(name), token[1:-1]))
            name, bare = [], ""
        elif token in {",", ";"}:
            if bare:
                found.append(_mailbox("", bare))
                name, bare = [], ""
            elif name:
                name.append(token)
        else:
            name.append(token)
            bare = token if "@" in token and _EMAIL.search(token) else bare
        if len(found) >= _MAX_ADDRESSES:
            return found
    rest = "".join(name).strip(" ,;\t")
    if rest:
        found.append(_mailbox("" if _EMAIL.search(rest) else rest, rest))
    return found


def _tokens(value: str) -> Iterator[str]:
    return (token[0] for token in _ADDRESS_TOKEN.finditer(value))


def _mailbox(name: str, email: str) -> Address:
    found = _EMAIL.search(email)
    clean = decode_words(name).replace('\\"', '"').strip()
    if len(clean) >= 2 and clean[0] == clean[-1] and clean[0] in "\"'":
        clean = clean[1:-1]
    return Address(one_line(clean.strip(" ,;\"'")), found[0].lower() if found else "")
