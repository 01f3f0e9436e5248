from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.mails.fingerprint import fingerprint
from bot.store.tables.text import clean
from tests.store.making import raw

MAIL = raw(uid=1, message_id="<x@y.test>")
NAMELESS = replace(MAIL, content=MAIL.content.replace(b"Message-ID: <x@y.test>\r\n", b""))
DATELESS = replace(
    NAMELESS, content=NAMELESS.content.replace(b"Date: Mon, 23 Nov 2026 07:59:00 +0000\r\n", b"")
)


def changed(mail, old: bytes, new: bytes):
    assert old in mail.content
    return replace(mail, content=mail.content.replace(old, new))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(MAIL, replace(MAIL, uid=9, uidvalidity=4), id="another place"),
        pytest.param(MAIL, changed(MAIL, b"From:", b"Received: from b\r\nFrom:"), id="another way"),
        pytest.param(MAIL, changed(MAIL, b"\r\n", b"\n"), id="other line ends"),
        pytest.param(MAIL, replace(MAIL, content=MAIL.content + b"\r\n\r\n"), id="blank lines at the end"),
        pytest.param(MAIL, changed(MAIL, b"From: Ana", b"From:\r\n Ana"), id="folded header"),
        pytest.param(
            NAMELESS, replace(NAMELESS, received_at=MAIL.received_at + timedelta(days=1)), id="no id"
        ),
    ],
)
def test_the_same_mail_is_known_again(one, other) -> None:
    assert fingerprint(one).hash == fingerprint(other).hash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(MAIL, changed(MAIL, b"<x@", b"<z@"), id="another Message-ID"),
        pytest.param(MAIL, changed(MAIL, b"contrase", b"Contrase"), id="one letter"),
        pytest.param(MAIL, changed(MAIL, b"ana@", b"eva@"), id="another sender"),
        pytest.param(MAIL, changed(MAIL, b"07:59", b"08:59"), id="another date"),
        pytest.param(NAMELESS, changed(NAMELESS, b"iPasen", b"Otra vez"), id="no id, another subject"),
        pytest.param(
            DATELESS, replace(DATELESS, received_at=MAIL.received_at + timedelta(days=1)), id="no id, no date"
        ),
        pytest.param(replace(MAIL, truncated=True), replace(MAIL, truncated=True, size=9), id="too large"),
    ],
)
def test_different_mails_are_told_apart(one, other) -> None:
    assert fingerprint(one).hash != fingerprint(other).hash


def test_the_head_is_read_for_people() -> None:
    mail = changed(MAIL, b"Subject: iPasen", b"Subject: =?utf-8?q?Contrase=C3=B1a?=")
    seen = fingerprint(changed(mail, b"<ana@", b"<ANA@"))
    assert (seen.message_id, seen.sender, seen.subject) == ("<x@y.test>", "ana@familias.test", "Contraseña")


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    seen = fingerprint(replace(MAIL, content=content))
    for text in (seen.sender, seen.subject, seen.message_id or ""):
        assert text == clean(text)


@given(st.text(alphabet=st.characters()))
def test_clean_text_fits_every_database(text: str) -> None:
    cleaned = clean(text, 50)
    assert "\0" not in cleaned
    assert len(cleaned) <= 50
    assert clean(cleaned) == cleaned.encode().decode()


@pytest.mark.parametrize("shown", [b"ana :)", b"Ana (mama de Leo)", b"Gil, Ana", b"Ana \xf0\x9f\x8c\xbb"])
def test_a_sender_is_known_however_oddly_the_name_is_written(shown: bytes) -> None:
    mail = changed(MAIL, b"From: ", b"From: " + shown + b" ")
    assert fingerprint(mail).sender == "ana@familias.test"
