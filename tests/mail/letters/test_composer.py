"""Planned letters become mails."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.bootstrap import open_house
from bot.errors import TransportError
from bot.mail.letters.composer import SchoolComposer
from bot.mail.letters.replies import Replies
from bot.mail.own import OwnMail
from bot.rules.directory import shipped_rules
from bot.settings.values import ImapSettings, School, Settings, StoreSettings

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAYLOAD = {
    "to": "madre@familias.test",
    "subject": "No puedo entrar",
    "language": "es",
    "ticket": "K7QM2X",
    "token": "R4PW9DKQ2V",
    "in_reply_to": "<abc@familias.test>",
    "references": ["<abc@familias.test>"],
    "template": "regenerated",
    "context": {"missing": [], "article": None, "hours": 48},
    "message_id": "<0f@ieslaloma.test>",
}


def composer(country: str = "ES") -> SchoolComposer:
    own = OwnMail(address="incidenciastde@ieslaloma.test", marker="loma")
    return SchoolComposer(school="IES La Loma", country=country, own=own, replies=Replies(shipped_rules()))


def compose(results: dict[str, object] | None = None, *, country: str = "ES", **changes: object):
    outgoing = composer(country).compose({**PAYLOAD, **changes}, results or {}, now=NOW)
    return message_from_bytes(outgoing.content, policy=default)


@pytest.mark.parametrize(("country", "hour"), [("ES", "24/11/2026, 10:30"), ("SV", "24/11/2026, 03:30")])
def test_the_hour_of_expiry_is_the_schools_own(country, hour):
    mail = compose({"username": "x", "valid_until": "2026-11-24T09:30:00+00:00"}, country=country)
    assert f"hasta el {hour}." in mail.get_body(("plain",)).get_content()


def test_without_an_hour_the_48_hours_stand_alone():
    assert "durante 48 horas." in compose().get_body(("plain",)).get_content()


def test_nothing_of_the_results_but_the_hour_reaches_a_family():
    mail = compose({"username": "mlopgar417", "valid_until": "2026-11-24T09:30:00+00:00"})
    assert b"mlopgar417" not in mail.as_bytes()


def test_a_notice_tells_nothing_of_the_mail_that_caused_it():
    mail = compose(template="notice_owner", context={"hours": 48}, in_reply_to=None, references=[])
    assert mail["Subject"] == "Se ha pedido una contraseña nueva de iPasen para usted [K7QM2X-R4PW9DKQ2V]"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "No puedo entrar" not in mail.as_string()


def test_a_reply_is_dated_in_the_schools_time_and_says_that_it_is_a_reply():
    mail = compose()
    assert mail["Date"] == "Sun, 22 Nov 2026 10:30:00 +0100"
    assert mail["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("changes", [{"template": "nada"}, {"to": "nobody"}])
def test_what_cannot_be_written_goes_to_a_person(changes):
    with pytest.raises(TransportError) as caught:
        compose(**changes)
    assert caught.value.permanent


def test_the_sms_holds_user_and_password():
    text = composer().sms("es", username="mlopgar417", password="k7mq-4wxt-9hpzr")
    assert "Usuario: mlopgar417\nClave: k7mq-4wxt-9hpzr\n" in text


def test_an_sms_that_does_not_fit_goes_to_a_person():
    with pytest.raises(TransportError, match="no cabe"):
        composer().sms("es", username="x" * 200, password="k7mq")


def test_who_writes_too_much_is_told_the_limit_of_the_settings(tmp_path):
    store = StoreSettings(url=f"sqlite:///{tmp_path}/store.db", key=SecretStr(Fernet.generate_key().decode()))
    school = School(id="x", name="X", address="a@x.test", imap=ImapSettings(host="x", max_size=3 * 2**20))
    house = open_house(Settings(store=store, school=(school,)), migrating=True)
    letter = house.composer(school).write({**PAYLOAD, "template": "too_large"}, {})
    house.engine.dispose()
    assert "3 MB" in letter.text
