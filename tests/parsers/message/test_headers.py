"""Headers as people's mail programs really write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.mail import Address
from bot.parsers.message.headers import Headers, decode_words, read_addresses
from bot.parsers.message.unseen import tidy, visible


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Contrase=C3=B1a_iPasen?=", "Contraseña iPasen"),
        ("=?ISO-8859-1?Q?Mu=F1oz?= =?ISO-8859-1?Q?_P=E9rez?=", "Muñoz Pérez"),
        ("=?windows-1252?B?k05v?= dice", "“No dice"),
        ("=?utf-8?B?w7E?=", "ñ"),
        ("Re: =?utf-8?q?a=C3=B1o?=2026", "Re: año2026"),
        ("=?utf-8*es?q?a=C3=B1o?=", "año"),
        ("=?utf-8?q?dos palabras?=", "dospalabras"),
        ("=?no-existe?q?a=C3=B1o?=", "año"),
        ("=?utf-8?x?roto?=", "=?utf-8?x?roto?="),
        ("=?utf-8?q?sin cerrar", "=?utf-8?q?sin cerrar"),
        ("sin nada", "sin nada"),
    ],
)
def test_encoded_words(written, read):
    assert decode_words(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ana <ANA@X.test>", [Address("Ana", "ana@x.test")]),
        ("ana@x.test", [Address("", "ana@x.test")]),
        ('"Pérez, Ana" <a@x.test>, b@x.test', [Address("Pérez, Ana", "a@x.test"), Address("", "b@x.test")]),
        ("Pérez, Ana <a@x.test>", [Address("Pérez, Ana", "a@x.test")]),
        (
            "a@x.test, b@x.test;c@x.test",
            [Address("", "a@x.test"), Address("", "b@x.test"), Address("", "c@x.test")],
        ),
        ("=?utf-8?q?Ana=2C_la_madre?= <a@x.test>", [Address("Ana, la madre", "a@x.test")]),
        ("'Ana' <a@x.test>", [Address("Ana", "a@x.test")]),
        ("Ana", [Address("Ana", "")]),
        ("<>", [Address("", "")]),
        ("", []),
    ],
)
def test_addresses(written, read):
    assert read_addresses(written) == read


def test_of_very_many_addresses_the_first_hundred_are_read():
    assert read_addresses("a@x.test," * 1_000) == [Address("", "a@x.test")] * 100


def test_first_line_that_is_no_field_is_skipped_and_folds_are_joined():
    headers = Headers.read(b"From: a@x.test\nbasura\nSubject: una\n\t cosa larga\nX-A: 1\nX-A: 2\n")
    assert headers.text("subject") == "una cosa larga"
    assert headers.all("x-a") == ["1", "2"]
    assert "x-b" not in headers


@settings(deadline=None)
@given(st.text())
def test_visible_text_is_idempotent(text):
    once = tidy(visible(text)[0])
    assert tidy(visible(once)[0]) == once
