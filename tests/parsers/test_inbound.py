"""Bytes -> InboundMessage: one fixture a situation, and no input that breaks it."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.mail import Address, Attachment, PassageKind, SenderVerdict
from bot.parsers.inbound import OwnIdentity, parse_mail
from tests.parsers.message.test_winmail import (
    BINARY,
    HEAD,
    INT,
    PROPERTIES,
    attribute,
    number,
    properties,
    text,
)

MAILS = Path(__file__).parent.parent / "mails"
OWN = OwnIdentity(frozenset({"tde@ies.test"}), "mx.ies.test", "ies-test")
WORDS = "Soy Ana Pérez Ruiz, madre de Iñaki Muñoz Pérez, 2º ESO B. Mi móvil es 612 345 678."


def read(situation):
    return parse_mail((MAILS / f"{situation}.eml").read_bytes(), own=OWN)


@pytest.mark.parametrize(
    "situation",
    [
        "latin1_undeclared", "latin1_declared_utf8", "utf8_declared_latin1", "mojibake_typed", "unknown_charset", "nul_bytes",
        "base64_that_is_plain", "quoted_printable_soft_breaks", "html_better_than_empty_text", "nested_multiparts_with_photo",
        "boundary_never_closed", "boundary_missing", "smime_signed_opaque", "smime_signed_detached", "winmail_dat_only", "no_headers_at_all",
    ],
)  # fmt: skip
def test_the_same_words_come_out_whatever_carried_them(situation):
    assert read(situation).text == WORDS


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("windows1252_declared_latin1", f"“No entra” {WORDS} 5 €"),
        ("broken_base64", WORDS[:-2]),
        ("format_flowed", WORDS),
        ("html_only", f"{WORDS}\n\nGracias"),
        ("table_pasted_from_word", "Tutora\tAlumno\tMóvil\nAna Pérez Ruiz\tIñaki Muñoz\t612 345 678"),
        ("interleaved_html_answer", "Iñaki Muñoz Pérez\n612 345 678"),
        ("attached_mail", "Os adjunto lo que me manda."),
        ("attached_eml_file", "Os adjunto el correo."),
        (
            "cyrillic_koi8_undeclared",
            "Добрий день, я мати Івана, не можу увійти в систему. Мій телефон 612 345 678",
        ),
        (
            "hidden_text",
            "Soy Ana Pérez.\n\nVisible uno.\n\nVisible dos.\n\nVisible tres.\n\nVisible cuatro.\n\n612345678",
        ),
        ("bidi_override", "Mi móvil es 876 543 216 y soy Ana."),
        ("encrypted", ""),
    ],
)
def test_text_of_the_writer(situation, text):
    assert read(situation).text == text


@pytest.mark.parametrize(
    ("situation", "note"),
    [
        ("hidden_text", "texto oculto retirado"),
        ("bidi_override", "caracteres invisibles retirados"),
        ("latin1_declared_utf8", "juego de caracteres supuesto: windows-1252"),
        ("cyrillic_koi8_undeclared", "juego de caracteres supuesto: koi8_u"),
        ("utf8_declared_latin1", "juego de caracteres declarado iso8859-1, era utf-8"),
        ("mojibake_typed", "acentos estropeados recompuestos"),
        ("winmail_dat_only", "contenido en winmail.dat"),
        ("smime_signed_opaque", "mensaje firmado (S/MIME)"),
        ("encrypted", "mensaje cifrado: no se puede leer"),
    ],
)
def test_oddity_is_noted_for_people(situation, note):
    assert note in read(situation).notes


@pytest.mark.parametrize(
    ("situation", "subject"),
    [
        ("subject_raw_8bit", "Contraseña de Iñaki"),
        ("subject_folded_inside_word", "Contraseña de Iñaki Muñoz"),
        ("subject_letter_split_over_words", "Contraseña"),
        ("no_headers_at_all", ""),
    ],
)
def test_subject(situation, subject):
    assert read(situation).subject == subject


def test_attached_mail_is_a_forward_and_no_claim():
    message = read("attached_mail")
    assert message.text_of(PassageKind.FORWARD).strip() == (
        "De: Eva Gil <eva@x.test>\nAsunto: clave\n\nSoy Eva Gil, no puedo entrar. 699 999 999"
    )


def test_attachments_are_listed_and_never_opened():
    assert read("nested_multiparts_with_photo").attachments == (
        Attachment("logotipo año.png", "image/png", 3),
        Attachment("captura móvil.jpg", "image/jpeg", 6),
    )


def test_envelope():
    message = read("html_only")
    assert message.sender == Address("Ana Pérez Ruiz", "ana@gmail.test")
    assert message.message_id == "<1@gmail.test>"
    assert message.date.astimezone(UTC) == datetime(2026, 10, 13, 14, 30, tzinfo=UTC)
    assert message.sender_verdict is SenderVerdict.PASS
    assert "<p>Gracias</p>" in message.html
    assert (message.automatic, message.no_auto_reply) == (None, False)


def test_unquoted_comma_in_the_senders_name():
    assert read("from_unquoted_comma").sender == Address("Pérez Ruiz, Ana", "ana@gmail.test")


def test_missing_envelope_is_none():
    message = read("missing_message_id_and_date")
    assert (message.message_id, message.date, message.in_reply_to, message.reply_to) == (None, None, (), None)


def test_headers_only_when_the_body_was_too_large():
    message = parse_mail(b"From: ana@x.test\nSubject: fotos\n\n", own=OWN, truncated=True)
    assert (message.body, message.passages, message.subject) == ("", (), "fotos")
    assert message.notes == ("mensaje demasiado grande: solo se han leído las cabeceras",)


def test_thread_headers_and_corpus_header():
    message = parse_mail(
        b"From: a@x.test\nIn-Reply-To: <1@a> (x)\nReferences: <0@a>\n\t<1@a>\nX-Corpus-Reply-To:  p-003 \n\nhola",
        own=OWN,
    )
    assert (message.in_reply_to, message.references, message.corpus_reply_to) == (
        ("<1@a>",),
        ("<0@a>", "<1@a>"),
        "p-003",
    )


@pytest.mark.parametrize(
    ("report", "part", "body"),
    [
        ("delivery-status", "message/rfc822", "Message-ID: <ours@ies.test>\nFrom: tde@ies.test\n\nHola"),
        ("delivery-status", "text/rfc822-headers", "From: tde@ies.test\nMessage-ID: <ours@ies.test>"),
        (
            "disposition-notification",
            "message/disposition-notification",
            "Original-Message-ID: <ours@ies.test>",
        ),
    ],
)
def test_report_is_linked_to_the_mail_that_it_speaks_of(report, part, body):
    content = (
        f"From: x@y.test\nContent-Type: multipart/report; boundary=b; report-type={report}\n\n"
        f"--b\n\nNo entregado\n--b\nContent-Type: {part}\n\n{body}\n--b--\n"
    )
    assert parse_mail(content.encode(), own=OWN).references == ("<ours@ies.test>",)


_PAGE = b"Content-Type: text/html\n\n<p>%s</p>\n"


@pytest.mark.parametrize(
    ("content", "body", "notes"),
    [
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + _PAGE % b"uno" + b"--b\n" + _PAGE % b"dos"
            + b"--b\nContent-Type: message/rfc822\n\n" + _PAGE % b"tres" + b"--b--\n",
            "uno\n\ndos\n\nDe:\nAsunto:\n\ntres", (), id="several pages",
        ),
        pytest.param(b"Content-Type: text/html\n\n", "", (), id="a page without a letter"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\n\nuno\n--b--\n", "uno", (), id="a text without a letter ahead",
        ),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\nuno\n", "uno", (), id="a boundary that is never seen",
        ),
        pytest.param(
            b"Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n", "x", ("mensaje cifrado: no se puede leer",),
            id="encrypted, they say",
        ),
        pytest.param(
            b"Content-Type: application/ms-tnef\n\nnada de nada", "",
            ("contenido en winmail.dat", "una parte del mensaje no se puede leer"), id="winmail.dat that is none",
        ),
        pytest.param(
            b"Content-Type: message/rfc822\n\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n",
            "De:\nAsunto:", (), id="somebody else's answer to a calendar",
        ),
    ],
)  # fmt: skip
def test_what_else_a_mail_is_made_of(content, body, notes):
    message = parse_mail(content, own=OWN)
    assert (message.body.strip(), message.notes, message.automatic) == (body, notes, None)
    assert (message.html or "").strip() in {"", "<p>uno</p>"}


def test_the_page_in_an_outlook_container_is_the_text():
    page = properties(number(0x3FDE, INT, 65001), text(0x1013, BINARY, "<p>Muñoz".encode()))
    content = base64.b64encode(HEAD + attribute(PROPERTIES, page))
    head = b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
    assert parse_mail(head + content, own=OWN).text == "Muñoz"


def test_forwarded_mail_does_not_join_its_conversation():
    assert read("attached_mail").references == ()


BOMBS = {
    "niveles": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1_500)
    ),
    "partes": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 2_000,
    "correos dentro de correos": b"Content-Type: message/rfc822\n\n" * 2_000,
    "cabeceras": b"X: y\n" * 20_000 + b"\nhola",
    "asunto": b"Subject: " + b"=?utf-8?q?" * 9_000 + b"\n\nhola",
    "remitente": b'From: "' + b'\\"' * 40_000 + b"\n\nhola",
    "elementos": b"Content-Type: text/html\n\n" + b"<div>" * 20_000 + b"hola",
    "celdas": b"Content-Type: text/html\n\n" + b"<tr><td>a<td>b" * 6_000,
    "acentos apilados": b"Content-Type: text/plain; charset=utf-8\n\n" + "\u0301\u0316".encode() * 20_000,
    "citas": b"\n" + b"De: x\n" * 15_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bomb_comes_out_as_a_message(bomb):
    message = parse_mail(bomb, own=OWN)
    assert "".join(message.body[p.start : p.end] for p in message.passages) == message.body


def test_too_many_parts_are_noted():
    assert (
        "demasiadas partes o niveles: el resto no se ha leído" in parse_mail(BOMBS["niveles"], own=OWN).notes
    )


@pytest.mark.parametrize("line", ["Soy Ana Muñoz.\n", "Muñoz "], ids=["lines", "one endless line"])
def test_of_a_huge_text_the_beginning_is_read_in_its_own_letters(line):
    head = b"Content-Type: text/plain; charset=utf-8\n\n"
    message = parse_mail(head + (line * 60_000).encode(), own=OWN)
    assert message.body.startswith(line.strip())
    assert "Ã" not in message.body
    assert "texto demasiado largo: leído solo el principio" in message.notes


def check(content):
    message = parse_mail(content, own=OWN)
    assert "".join(message.body[p.start : p.end] for p in message.passages) == message.body
    assert all(p.start < p.end for p in message.passages)
    assert not set(message.body) & set("\0\r\u200b\u202e\u00a0")
    assert "\n" not in message.subject + message.sender.name + message.sender.email
    f"{message}".encode()  # no lone surrogates anywhere


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_never_raises_on_bytes(content):
    check(content)


FIXTURES = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
TOKENS = [
    b"\n\n", b"\r\n", b"\0", b"=?utf-8?b?", b"?=", b"--m", b"--m--", b"charset=utf-7", b"charset=utf-16", b"<table>", b"<td>", b"</td>", b"<!--",
    b"<style>.a{", b"&#xfdd0;", b"<blockquote type=cite>", b"Content-Type: text/html\n\n", b"Content-Type: multipart/x; boundary=m\n\n", b"> ", b"-- \n",
    b"Content-Transfer-Encoding: base64\n", b"\xff\xfe", b"\xc3", b"format=flowed", b"message/rfc822", b"application/ms-tnef", b"application/pkcs7-mime",
]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(FIXTURES),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(TOKENS) | st.binary(max_size=8)),
        max_size=8,
    ),
)
def test_never_raises_on_damaged_mails(content, wounds):
    for place, cut, put in wounds:
        at = int(place * len(content))
        content = content[:at] + put + content[at + cut :]
    check(content)
