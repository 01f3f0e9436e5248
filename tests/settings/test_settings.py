"""What a school may write in its settings, value by value; the whole file is in test_config.py."""

import pytest
from pydantic import ValidationError

from bot.settings.values import OidcSettings, School

LOMA = {"id": "loma", "name": "IES La Loma", "address": "tde@loma.example"}
GOOGLE = {"issuer": "https://accounts.example", "client_id": "x", "domains": ["loma.example"]}


@pytest.mark.parametrize(
    ("model", "given", "says"),
    [
        (School, {**LOMA, "reminder_at": "24:00"}, "«24:00» no es una hora"),
        (School, {**LOMA, "reminder_at": "8:00"}, "«8:00» no es una hora"),
        (School, {**LOMA, "pupil_system": "aula"}, r"no hay ningún \[school.systems.aula\]"),
        (OidcSettings, {**GOOGLE, "issuer": "http://accounts.example"}, "empieza por https://"),
        (OidcSettings, {**GOOGLE, "issuer": "http://localhost.evil.example"}, "empieza por https://"),
        (OidcSettings, {**GOOGLE, "domains": []}, "domains"),
    ],
)
def test_what_is_refused(model, given, says):
    with pytest.raises(ValidationError, match=says):
        model.model_validate(given)


@pytest.mark.parametrize("hour", ["", "00:00", "23:59"])
def test_hours(hour):
    assert School.model_validate({**LOMA, "reminder_at": hour}).reminder_at == hour


def test_the_pupils_system_is_one_of_the_schools():
    school = School.model_validate({**LOMA, "pupil_system": "aula", "systems": {"aula": {"kind": "moodle"}}})
    assert school.systems[school.pupil_system].kind == "moodle"


@pytest.mark.parametrize(
    "issuer", ["https://x.example", "http://127.0.0.1:9", "http://localhost/x", "http://[::1]"]
)
def test_an_issuer_is_asked_over_tls_or_on_this_machine(issuer):
    assert OidcSettings.model_validate({**GOOGLE, "issuer": issuer}).issuer == issuer


def test_domains_are_compared_as_people_write_them():
    assert OidcSettings.model_validate({**GOOGLE, "domains": ["@Loma.Example"]}).domains == ("loma.example",)
