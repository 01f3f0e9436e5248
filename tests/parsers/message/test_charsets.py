"""Letters whose bytes are not what the mail says they are."""

from __future__ import annotations

import pytest

from bot.parsers.message.charsets import to_text

WORDS = "Buenos días, la contraseña de mi niña no entra, según iPasen está caducada"


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1252"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_mark_in_front_tells_the_letters_of_two_bytes(declared, encoding):
    assert to_text(f"\ufeff{WORDS}".encode(encoding), declared) == (WORDS, ())


def test_utf8_under_a_name_that_no_mail_may_bear():
    assert to_text(WORDS.encode(), "utf-7")[0] == WORDS


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(("byte", "letter"), [(b"\xf1", "ñ"), (b"\x80", "€"), (b"\x81", "")])
def test_a_letter_of_windows_among_those_of_utf8(declared, byte, letter):
    text, _ = to_text(WORDS.encode() + b" " + byte, declared)
    assert text == f"{WORDS} {letter}"
