"""Words compared alike, whoever writes them; whose address is whose; the letters of an SMS, a sheet's cells."""

import pytest

from bot.text import gsm7
from bot.text.ascii_text import ascii_text
from bot.text.csv_sheet import csv_sheet
from bot.text.tags import find_tag, new_message_id, new_ticket, new_token, subject_tag
from bot.text.wording import noted
from bot.text.words import fold, mailbox_of, quoted, words


@pytest.mark.parametrize(
    ("text", "folded"), [("Muñoz", "munoz"), ("IONUȚ", "ionut"), ("Straße", "strasse"), ("", "")]
)
def test_fold(text, folded):
    assert fold(text) == fold(folded) == folded


def test_addresses_links_and_dates_end_no_sentence():
    text = "Mañana 3.5.2026 a Ana.Gil@ies.test. Véase https://ies.test/a.html y www.ies.test"
    assert ascii_text(text) == "manana 3 5 2026 a  correo@ . vease  enlace  y  enlace "


def test_words_are_letters_and_digits():
    assert words("D.ª Ana-María, 2º B") == ["d", "a", "ana", "maria", "2o", "b"]


def test_quotation_marks_inside_others():
    assert quoted("dice «hola»") == "«dice “hola”»"


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ana@x.test", "ana@x.test"),
        ("ana+colegio@x.test", "ana@x.test"),
        ("+colegio@x.test", "+colegio@x.test"),
        ("a@b@x.test", "a@b@x.test"),
        ("ana", "ana"),
        ("", ""),
    ],
)
def test_mailbox(address, mailbox):
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("A@", b"A\x00"),
        ("ñ", b"\x7d"),
        ("5€", b"5\x1b\x65"),
        ("á", None),  # the alphabet has à only
    ],
)
def test_the_letters_of_an_sms(text, octets):
    assert gsm7.encode(text) == octets


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Clave: ñ7@", True), ("5€", False), ("á", False)],  # the euro costs two septets
)
def test_texts_of_which_each_letter_costs_one_septet(text, plain):
    assert gsm7.is_gsm7(text) is plain


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("x" * 160, [160]),
        ("x" * 161, [153, 8]),
        ("€" * 80, [80]),
        ("€" * 81, [76, 5]),  # two septets each: none is cut in two
        ("ж" * 70, [70]),
        ("ж" * 71, [67, 4]),
        ("😀" * 36, [33, 3]),
    ],
)
def test_how_many_messages_a_text_is(text, lengths):
    parts = gsm7.split(text)
    assert [len(part) for part in parts] == lengths
    assert "".join(parts) == text


def test_a_sheet_for_a_spanish_spreadsheet_runs_nothing():
    rows = [("nombre", "horas"), ("=HYPERLINK(1)", 1.25), ("+34", 2), ("a;b", None)]
    assert csv_sheet(rows).splitlines() == ["nombre;horas", "'=HYPERLINK(1);1,2", "'+34;2", '"a;b";']


def test_a_ticket_is_found_in_a_subject_however_it_is_typed():
    ticket, token = new_ticket(), new_token()
    assert find_tag(f"RE: iPasen {subject_tag(ticket, token).lower()} (2)") == (ticket, token)
    assert find_tag(f"[{ticket}]") is None


def test_no_two_messages_have_one_id():
    assert new_message_id("c.test") != new_message_id("c.test")
    assert new_message_id("c.test").endswith("@c.test>")


def test_what_an_event_notes_is_told_in_words():
    data = {"roles": ["admin", "guest"], "reason": "no_account", "left": 3, "corrected": True, "added": None}
    assert list(noted(data)) == [
        ("papeles", ["administra", "guest"]),
        ("motivo", ["no se encuentra su cuenta"]),
        ("bajas", ["3"]),
        ("leído de otro modo", ["sí"]),
    ]
