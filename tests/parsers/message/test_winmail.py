"""The container of Outlook: what it holds, and counts that are lies."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsers.message.winmail import Winmail, read_winmail

HEAD = b"\x78\x9f\x3e\x22\x01\x00"
CODEPAGE, BODY, PROPERTIES, FILE, TITLE, DATA, OF_FILE = (
    0x9007,
    0x800C,
    0x9003,
    0x9002,
    0x8010,
    0x800F,
    0x9005,
)
BINARY, STRING, UNICODE, INT, BOOL, MANY = 0x102, 0x1E, 0x1F, 3, 0x0B, 0x1000


def attribute(name, data):
    return struct.pack("<BHHI", 1, name, 6, len(data)) + data + b"\0\0"


def text(name, kind, value):
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)


def number(name, kind, value):
    return struct.pack("<HHI", kind, name, value)


def properties(*each, count=None):
    return struct.pack("<I", len(each) if count is None else count) + b"".join(each)


def named(kind, label, value):
    """A property of a name in words."""
    letters = label.encode("utf-16-le")
    head = (
        struct.pack("<HH16sII", kind, 0x8001, bytes(16), 1, len(letters)) + letters + bytes(-len(letters) % 4)
    )
    return head + struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ([attribute(BODY, b"No puedo entrar\0")], Winmail(b"No puedo entrar")),
        ([attribute(CODEPAGE, struct.pack("<II", 1252, 0)), attribute(BODY, b"Mu\xf1oz")], Winmail("Muñoz".encode())),
        ([attribute(CODEPAGE, struct.pack("<II", 1250, 0)), attribute(BODY, b"\xb3")], Winmail("ł".encode())),
        ([attribute(CODEPAGE, struct.pack("<II", 99_999, 0)), attribute(BODY, b"Mu\xf1oz")], Winmail("Muñoz".encode())),
        ([attribute(PROPERTIES, properties(text(0x1000, UNICODE, "Muñoz\0".encode("utf-16-le"))))], Winmail("Muñoz".encode())),
        (
            [attribute(PROPERTIES, properties(number(0x3FDE, INT, 65001), text(0x1013, BINARY, "<p>Muñoz".encode())))],
            Winmail(b"", "<p>Muñoz".encode()),
        ),
        (
            [attribute(PROPERTIES, properties(named(UNICODE, "raro", b"x\0"), number(0x23, BOOL, 1), text(0x1000, STRING, b"hola")))],
            Winmail(b"hola"),
        ),
        (
            [attribute(FILE, b""), attribute(DATA, b"12345"), attribute(TITLE, b"corto.pdf\0"),
             attribute(OF_FILE, properties(text(0x3707, STRING, b"un nombre largo.pdf\0")))],
            Winmail(attachments=(("un nombre largo.pdf", 5),)),
        ),
        ([attribute(BODY, b"entero"), attribute(PROPERTIES, b"\1\0\0\0\x1e")], Winmail(b"entero")),
    ],
    ids=["body", "code page", "another code page", "code page of nobody", "property", "page", "beside a named one", "file", "broken behind it"],
)  # fmt: skip
def test_what_it_holds(attributes, found):
    assert read_winmail(HEAD + b"".join(attributes)) == found


@pytest.mark.parametrize(
    "lie",
    [
        attribute(PROPERTIES, b"\xff\xff\xff\xff"),
        attribute(PROPERTIES, properties(count=2**32 - 1) + text(0x1000, STRING, b"hola")),
        attribute(PROPERTIES, properties(number(0x23, BOOL | MANY, 2**32 - 1))),
        attribute(PROPERTIES, properties(number(0x23, INT | MANY, 2**32 - 1), count=2**32 - 1)),
        attribute(PROPERTIES, properties(number(0x1000, STRING, 2**32 - 1))),
        attribute(PROPERTIES, properties(struct.pack("<HHII", STRING, 0x1000, 1, 2**32 - 1))),
        struct.pack("<BHHI", 1, BODY, 6, 2**32 - 1),
        bytes(2**20),
        attribute(FILE, b"") * 100_000,
    ],
    ids=["all", "one of them", "short values", "numbers", "texts", "length", "attribute", "zeros", "files"],
)
def test_counts_that_are_lies_cost_no_more_than_the_file_is_long(lie):
    assert isinstance(read_winmail(HEAD + lie), Winmail)


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_never_raises(data):
    assert isinstance(read_winmail(HEAD + attribute(PROPERTIES, data) + data), Winmail)


def test_what_is_none():
    assert read_winmail(b"PK\3\4") is None
