"""Splitting a mail into its MIME parts: bytes in, headers and bodies out (RFC 2045, 2046).

The standard library's parser feeds every line to every open boundary and recurses without a limit,
so a bomb of nested parts costs quadratic time or the stack. Here one regex search splits a level,
and whoever walks the tree sets the limits.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.parsers.message.headers import Headers, decode_base64, decode_words
from bot.parsers.message.unseen import one_line

_MAX_HEADER_BYTES = 256_000
_HEADER_BLOCK = re.compile(rb"(?:[!-9;-~]{1,100}[ \t]*:.*(?:\n|\Z)(?:[ \t]+[^\n]*(?:\n|\Z))*+)*+")
_MBOX_LINE = re.compile(rb"\A\s*(?:>?From [^\n]*\n)?")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+$")
_MAX_FIELD = 2_000
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")


@dataclass(frozen=True)
class Entity:
    r"""One node of the MIME tree: its headers and its undecoded body (newlines "\n")."""

    headers: Headers
    body: bytes

    @cached_property
    def _type(self) -> tuple[str, Mapping[str, str]]:
        return _value_and_params(self.headers.get("content-type"))

    @cached_property
    def _disposition(self) -> tuple[str, Mapping[str, str]]:
        return _value_and_params(self.headers.get("content-disposition"))

    @cached_property
    def media_type(self) -> str:
        """Lower case; "text/plain" when it is missing or unreadable (RFC 2045 §5.2)."""
        return self._type[0] if _MEDIA_TYPE.match(self._type[0]) else "text/plain"

    @property
    def charset(self) -> str | None:
        return self._type[1].get("charset")

    @cached_property
    def filename(self) -> str:
        """The decoded file name, "" when there is none."""
        name = self._disposition[1].get("filename") or self._type[1].get("name") or ""
        return one_line(decode_words(name))[:200]

    def param(self, name: str) -> str:
        """A parameter of Content-Type, lower case, "" when missing."""
        return self._type[1].get(name, "").strip().lower()

    @property
    def is_attachment(self) -> bool:
        return self._disposition[0] == "attachment"

    def decoded(self) -> bytes:
        """The body without its transfer encoding; what is broken is decoded as far as it goes."""
        encoding = self.headers.get("content-transfer-encoding").lower().split("(")[0].strip(" ;\"'")
        if encoding == "base64" and not self._lies_about_base64():
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body

    def _lies_about_base64(self) -> bool:
        """Plain text that claims to be base64 shows spaces and letters outside the alphabet."""
        sample = self.body[:2_000]
        return len(_NOT_BASE64.findall(sample)) * 20 > len(sample) or sample.count(b" ") * 20 > len(sample)

    def children(self) -> Iterator[Entity]:
        """The parts of a multipart; none when the boundary is missing or never appears."""
        boundary = self._type[1].get("boundary", "").rstrip()
        if not boundary:
            return
        start: int | None = None
        for delimiter in _delimiters(self.body, boundary.encode("utf-8", "replace")):
            if start is not None:
                yield read_entity(self.body[start : max(start, delimiter.start - 1)])
            start = delimiter.stop + 1
            if delimiter.closing:
                return
        if start is not None:  # the closing line is missing: the mail was cut
            yield read_entity(self.body[start:])


class _Delimiter(NamedTuple):
    """A line between parts (its newline left out): "--boundary", or the closing "--boundary--"."""

    start: int
    stop: int
    closing: bool


def _delimiters(body: bytes, boundary: bytes) -> Iterator[_Delimiter]:
    """As bytes: each mail has a boundary of its own, and to compile a pattern takes longer than to look."""
    body, mark = b"\n" + body + b"\n", b"\n--" + boundary
    at = body.find(mark)
    while at >= 0:
        stop = body.index(b"\n", at + len(mark))
        rest = body[at + len(mark) : stop].rstrip(b" \t")
        if rest in (b"", b"--"):
            yield _Delimiter(at, stop - 1, bool(rest))
        at = body.find(mark, stop)


def read_mail(content: bytes) -> Entity:
    """The outermost entity of a mail as it came; an mbox line above the headers is skipped."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    opening = _MBOX_LINE.match(content)
    return read_entity(content[opening.end() :] if opening else content)


def read_entity(content: bytes) -> Entity:
    """Split one part into headers and body; the body begins at the first line that is no field."""
    block = _HEADER_BLOCK.match(content, 0, _MAX_HEADER_BYTES)
    end = block.end() if block else 0
    headers = Headers.read(content[:end])
    body = content[end + 1 :] if content[end : end + 1] == b"\n" else content[end:]
    return Entity(headers, body)


@lru_cache(maxsize=512)
def _value_and_params(value: str) -> tuple[str, Mapping[str, str]]:
    """A structured field: its value in lower case and its parameters (RFC 2231 continuations joined)."""
    if not value:
        return "", {}
    message = Message()
    message["Content-Type"] = value[:_MAX_FIELD]
    (first, _), *params = message.get_params(failobj=[("", "")])
    return first.strip().lower(), {name.lower(): collapse_rfc2231_value(text) for name, text in params}
