"""The bytes of our mails."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InputError
from bot.mail.letters.mime import Headers, compose
from bot.mail.letters.replies import Letter, Replies
from bot.mail.letters.templates import clean
from bot.mail.own import OwnMail
from bot.rules.directory import shipped_rules
from bot.text.tags import find_tag

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=ZoneInfo("Europe/Madrid"))
LETTER = Letter(
    subject="Hemos recibido su mensaje", text="Hola, ñandú\n", html="<p>Hola</p>", languages=("es",)
)
REPLIES = Replies(shipped_rules())


def headers(**changes: object) -> Headers:
    fields: dict[str, object] = {
        "message_id": "<0f@ieslaloma.test>",
        "date": NOW,
        "sender_name": "IES La Loma",
        "own": OwnMail(address="incidenciastde@ieslaloma.test", marker="loma"),
        "recipient": "madre@familias.test",
        "ticket": "K7QM2X",
        "token": "R4PW9DKQ2V",
        "subject": "No puedo entrar en iPasen",
        "in_reply_to": "<abc@familias.test>",
        "references": ("<first@familias.test>", "<abc@familias.test>"),
    }
    return Headers(**(fields | changes))  # type: ignore[arg-type]


def read(letter: Letter = LETTER, **changes: object) -> EmailMessage:
    return message_from_bytes(compose(letter, headers(**changes)).content, policy=default)  # type: ignore[return-value]


def test_a_reply_bears_every_mark():
    mail = read()
    assert mail["From"] == "IES La Loma <incidenciastde@ieslaloma.test>"
    assert mail["To"] == "madre@familias.test"
    assert mail["Subject"] == "Re: No puedo entrar en iPasen [K7QM2X-R4PW9DKQ2V]"
    assert find_tag(mail["Subject"]) == ("K7QM2X", "R4PW9DKQ2V")
    assert mail["Date"] == "Sun, 22 Nov 2026 10:30:00 +0100"
    assert mail["Message-ID"] == "<0f@ieslaloma.test>"
    assert mail["In-Reply-To"] == "<abc@familias.test>"
    assert mail["References"] == "<first@familias.test> <abc@familias.test>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Incidencias-Loop"] == "loma"
    assert mail["Content-Language"] == "es"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().strip() == "Hola, ñandú"


def test_the_same_arguments_give_the_same_bytes():
    assert compose(LETTER, headers()) == compose(LETTER, headers())


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Re: RE: Fwd: iPasen", "Re: iPasen"),
        ("RV: iPasen", "Re: iPasen"),
        ("Re: iPasen [K7QM2X-R4PW9DKQ2V]", "Re: iPasen"),
        ("[K7QM2X-R4PW9DKQ2V] Re: Contraseña", "Re: Contraseña"),
        ("Recuperar: clave", "Re: Recuperar: clave"),
        ("回复:密码", "Re: 密码"),
        ("", "Hemos recibido su mensaje"),
        ("Re:", "Hemos recibido su mensaje"),
        (None, "Hemos recibido su mensaje"),
        ("a\r\nBcc: x@y.test\r\n\r\nbody", "Re: a Bcc: x@y.test body"),
        ("clave\u202e\u200b secreta", "Re: clave secreta"),
        ("ñ" * 10_000, "Re: " + "ñ" * 120),
    ],
)
def test_subjects(subject, expected):
    assert read(subject=subject)["Subject"] == f"{expected} [K7QM2X-R4PW9DKQ2V]"


def test_long_message_ids_of_outlook_stay_readable():
    long = f"<{'DB9PR04MB8412A7D1E7' * 5}@DB9PR04MB8412.eurprd04.prod.outlook.com>"
    content = compose(LETTER, headers(in_reply_to=long, references=(long,))).content
    assert f"In-Reply-To: {long}\r\n".encode() in content
    assert f"References: {long}\r\n".encode() in content


def test_references_keep_the_first_and_the_latest_once_each():
    ids = [f"<{n}@familias.test>" for n in range(30)]
    kept = read(references=[*ids, ids[-1]])["References"].split()
    assert kept == [ids[0], *ids[-9:]]


@pytest.mark.parametrize(
    "bad", ["<a@b>\r\nBcc: x@y.test", "a@b", "<a b@c>", "<>", "<" + "a" * 300 + "@b>", "<ñ@b>"]
)
def test_message_ids_that_are_none_are_dropped(bad):
    mail = read(in_reply_to=bad, references=(bad, "<good@familias.test>"))
    assert mail["In-Reply-To"] is None
    assert mail["References"] == "<good@familias.test>"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "bad", ["", "madre", "a@b\r\nBcc: x@y.test", "Ana <a@b.test>", "a@b.test, c@d.test", "@", "<>"]
)
def test_no_mail_is_written_to_what_is_no_address(bad):
    with pytest.raises(InputError, match="no es una dirección de correo"):
        compose(LETTER, headers(recipient=bad))


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        [
            "{{ 7*7 }}",
            "{% raw %}",
            "a\r\nBcc: x@y.test",
            "<script>alert(1)</script>",
            "\0",
            "\ud800",
            "=?utf-8?q?x?=",
        ]
    ),
    st.builds(lambda c: c * 2_000, st.characters()),
)
EXPECTED = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Incidencias-Loop",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


@settings(deadline=None)
@given(subject=HOSTILE, reply_to=HOSTILE, school=HOSTILE, text=HOSTILE)
def test_hostile_values_leave_a_well_formed_mail(subject, reply_to, school, text):
    letter = REPLIES.render("free", "ar", {"ticket": "K7QM2X", "school": school, "text": text})
    outgoing = compose(
        letter, headers(subject=subject, in_reply_to=reply_to, references=(reply_to,), sender_name=school)
    )
    mail = message_from_bytes(outgoing.content, policy=default)
    assert set(mail.keys()) <= EXPECTED
    assert outgoing.content.isascii()
    assert all(len(line) < 999 for line in outgoing.content.split(b"\r\n"))
    assert mail["To"].addresses[0].addr_spec == "madre@familias.test"
    (sender,) = mail["From"].addresses
    assert sender.addr_spec == "incidenciastde@ieslaloma.test"
    assert sender.display_name.replace(" ", "") == clean(school).replace(" ", "")
    assert find_tag(mail["Subject"]) == ("K7QM2X", "R4PW9DKQ2V")
    parts = list(mail.iter_parts())
    assert [p.get_content_type() for p in parts] == ["text/plain", "text/html"]
    html = parts[1].get_content()
    assert "<script" not in html
    assert html.count("</div>") == letter.html.count("<div")
    assert "K7QM2X" in parts[0].get_content()
