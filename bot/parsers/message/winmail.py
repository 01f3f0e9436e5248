"""winmail.dat: the container in which Outlook packs a mail for Exchange ([MS-OXTNEF]).

A stream of attributes, some of which hold a list of MAPI properties; the text may stand in either. Read
here and not by a library: the one there is believes every count that the file tells, so that forty bytes
keep it busy for hours.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from struct import Struct, error

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST = 10_000  #: attributes of a file, properties of an attribute; a mail with twenty files has hundreds


class _Attribute(IntEnum):  #: [MS-OXTNEF] §2.1.3.2
    CODEPAGE = 0x9007
    BODY = 0x800C
    PROPERTIES = 0x9003
    FILE = 0x9002  #: begins an attachment; what follows is its
    FILE_TITLE = 0x8010
    FILE_DATA = 0x800F
    FILE_PROPERTIES = 0x9005


class _Property(IntEnum):  #: [MS-OXPROPS]
    TEXT = 0x1000
    PREVIEW = 0x3FD9  #: the beginning of the text
    HTML = 0x1013
    CODEPAGE = 0x3FDE
    LONG_NAME = 0x3707
    DATA = 0x3701


#: Property types, [MS-OXTNEF] §2.1.3.4: bytes of a value before its padding; the others tell their length.
_FIXED = {0x02: 2, 0x0B: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = {0x0D, 0x1E, 0x1F, 0x102}
_UNICODE, _MANY, _NAMED = 0x1F, 0x1000, 0x8000
_U16, _U32 = Struct("<H"), Struct("<I")
_HEAD = Struct("<BHHI")  #: of an attribute: level, name, type, length
_CHECKSUM = 2
_FIRST_ATTRIBUTE = 6

Value = tuple[int, memoryview]  #: type, bytes


@dataclass(frozen=True, slots=True)
class Winmail:
    """What winmail.dat holds: its text and its page (either may be empty), its attachments (name, size)."""

    text: bytes = b""
    html: bytes = b""
    attachments: tuple[tuple[str, int], ...] = ()


def read_winmail(data: bytes) -> Winmail | None:
    """The mail inside a TNEF stream, as far as it can be read; None when it is none. Never raises."""
    if not data.startswith(_SIGNATURE):
        return None
    text = html = b""
    codec = "cp1252"
    files: list[tuple[str, int]] = []
    for name, value in islice(_attributes(memoryview(data)), _MOST):
        match name:
            case _Attribute.CODEPAGE:
                codec = _codec(value, codec)
            case _Attribute.BODY:
                text = _letters((0, value), codec)
            case _Attribute.PROPERTIES:
                found = _properties(value)
                page = _codec(found[_Property.CODEPAGE][1], codec) if _Property.CODEPAGE in found else codec
                whole, beginning = found.get(_Property.TEXT), found.get(_Property.PREVIEW)
                text = _letters(whole, page) or text or _letters(beginning, page)
                html = _letters(found.get(_Property.HTML), page) or html
            case _Attribute.FILE:
                files.append(("", 0))
            case _Attribute.FILE_TITLE if files:
                files[-1] = (_letters((0, value), codec).decode(), files[-1][1])
            case _Attribute.FILE_DATA if files:
                files[-1] = (files[-1][0], len(value))
            case _Attribute.FILE_PROPERTIES if files:
                found = _properties(value)
                title = _letters(found.get(_Property.LONG_NAME), codec).decode()
                size = len(found[_Property.DATA][1]) if _Property.DATA in found else 0
                files[-1] = (title or files[-1][0], size or files[-1][1])
    return Winmail(text, html, tuple(files))


def _attributes(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    at = _FIRST_ATTRIBUTE
    while at + _HEAD.size <= len(data):
        _level, name, _type, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        yield name, data[at : at + length]
        at += length + _CHECKSUM


def _properties(data: memoryview) -> Mapping[int, Value]:
    """The properties of an attribute up to the first that is broken; of many values the first one."""
    found: dict[int, Value] = {}
    try:
        (count,) = _U32.unpack_from(data)
        at = _U32.size
        for _ in range(min(count, _MOST)):
            name, value, at = _property(data, at)
            found.setdefault(name, value)
    except (error, ValueError):
        pass
    return found


def _property(data: memoryview, at: int) -> tuple[int, Value, int]:
    """Name, value, and where the next one begins. Raises struct.error or ValueError."""
    (kind,), (name,) = _U16.unpack_from(data, at), _U16.unpack_from(data, at + 2)
    at += 4
    if name >= _NAMED:
        at += 16
        (by_text,), (size,) = _U32.unpack_from(data, at), _U32.unpack_from(data, at + 4)
        at += 8 + (_padded(size) if by_text else 0)
    many = bool(kind & _MANY)
    kind &= ~_MANY
    count = 1
    if many or kind in _VARIABLE:
        (count,) = _U32.unpack_from(data, at)
        at += _U32.size
    if kind in _FIXED:
        end = at + count * _FIXED[kind]
        if end > len(data):
            raise ValueError("a count that the file is too short for")
        return name, (kind, data[at : at + _FIXED[kind]]), at + _padded(end - at)
    if kind not in _VARIABLE:
        raise ValueError("an unknown type of property")
    first = data[:0]
    for number in range(count):  # each takes four bytes at least, and reading beyond the end raises
        (size,) = _U32.unpack_from(data, at)
        at += _U32.size
        first = first if number else data[at : at + size]
        at += _padded(size)
    return name, (kind, first), at


def _padded(size: int) -> int:
    """Values end on a multiple of four bytes."""
    return -(-size // 4) * 4


def _codec(value: memoryview, otherwise: str) -> str:
    """The Python codec of a Windows code page."""
    number = int.from_bytes(value[:4], "little")
    name = {65001: "utf-8", 20127: "ascii", 1200: "utf-16-le"}.get(number)
    name = name or (f"iso8859-{number - 28590}" if 28591 <= number <= 28605 else f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return otherwise


def _letters(value: Value | None, codec: str) -> bytes:
    """A text as UTF-8, without the NUL at its end."""
    if value is None:
        return b""
    kind, content = value
    text = bytes(content).decode("utf-16-le" if kind == _UNICODE else codec, "replace")
    return text.rstrip("\0").encode("utf-8", "replace")
