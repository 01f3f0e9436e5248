"""SMS by one HTTP request that the settings describe."""

import json
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from bot.actions.sms.http import build
from bot.errors import InputError, TransportError
from bot.settings.values import SmsSettings
from tests.servers.smsc import free_port
from tests.servers.smsweb import sms_web

TEXT = 'Ñandú & <b> "comillas" {to}\n100 % €'
TO = "+34600111222"


@pytest.fixture(scope="module")
def server():
    with sms_web() as web:
        yield web


@pytest.fixture
def web(server):
    server.requests.clear()
    server.answers.clear()
    return server


def gateway(web, **settings):
    return build(SmsSettings(kind="http", **({"url": f"{web.url}/sms"} | settings)))


def test_json_is_filled_in_at_every_depth(web):
    sms = gateway(
        web,
        headers={"Authorization": "Bearer {token}"},
        json={"message": "{text}", "recipient": [{"msisdn": "{digits}"}], "test": 0},
        secrets={"token": "s3cr3to"},
    )
    assert sms.send(TO, TEXT, key="k") == ()
    (request,) = web.requests
    assert json.loads(request["body"]) == {
        "message": TEXT,
        "recipient": [{"msisdn": "34600111222"}],
        "test": 0,
    }
    assert request["headers"]["Authorization"] == "Bearer s3cr3to"


def test_a_form_and_a_query_are_escaped_as_they_must(web):
    sms = gateway(
        web, url=f"{web.url}/sms/{{to}}", query={"msg": "{text}"}, form={"texto": "{text}", "para": "{to}"}
    )
    sms.send(TO, TEXT, key="k")
    (request,) = web.requests
    assert urlsplit(request["path"]).path == "/sms/%2B34600111222"
    assert parse_qs(urlsplit(request["path"]).query) == {"msg": [TEXT]}
    assert parse_qs(request["body"]) == {"texto": [TEXT], "para": [TO]}


def test_xml_stays_whole_whatever_the_text_is(web):
    sms = gateway(
        web, xml="<sms><to>{digits}</to><text>{text}</text></sms>", username="ies", secrets={"password": "x"}
    )
    sms.send(TO, TEXT, key="k")
    (request,) = web.requests
    root = ET.fromstring(request["body"])
    assert (root.findtext("to"), root.findtext("text")) == ("34600111222", TEXT)
    assert request["headers"]["Authorization"].startswith("Basic ")


def test_the_key_is_the_same_when_a_text_is_repeated(web):
    sms = gateway(web, form={"id": "{key}"}, idempotent=True)
    for key in ("mail/1/sms", "mail/1/sms", "mail/2/sms"):
        sms.send(TO, TEXT, key=key)
    first, again, other = (request["body"] for request in web.requests)
    assert first == again != other
    assert sms.idempotent


@pytest.mark.parametrize(
    ("answer", "permanent", "says"),
    [
        ((400, ""), True, "HTTP 400"),
        ((401, ""), True, "HTTP 401"),
        ((302, ""), True, "HTTP 302"),
        ((429, ""), False, "saturado"),
        ((503, ""), False, "saturado"),
        ((500, ""), True, "no se sabe"),
        (None, True, "no se sabe"),
        ((200, '{"status": "no credit"}'), True, "no ha aceptado"),
    ],
)
def test_what_is_not_surely_a_no_is_never_asked_again(web, answer, permanent, says):
    sms = gateway(web, form={"t": "{text}"}, success='"status": *"ok"')
    web.answers.append(answer)
    with pytest.raises(TransportError, match=says) as caught:
        sms.send(TO, TEXT, key="k")
    assert caught.value.permanent == permanent
    assert TEXT not in caught.value.detail


def test_a_service_that_knows_its_keys_may_be_asked_again(web):
    web.answers.append(None)
    with pytest.raises(TransportError) as caught:
        gateway(web, form={"k": "{key}"}, idempotent=True).send(TO, TEXT, key="k")
    assert not caught.value.permanent


def test_a_service_that_is_away_is_a_passing_fault(web):
    sms = gateway(web, url=f"http://127.0.0.1:{free_port()}/", form={"t": "{text}"})
    with pytest.raises(TransportError, match="no responde") as caught:
        sms.send(TO, TEXT, key="k")
    assert not caught.value.permanent


def test_receipts_are_asked_for_and_not_too_often(web):
    sms = gateway(
        web,
        form={"t": "{text}"},
        reference='"id": *"(\\w+)"',
        status={"url": f"{web.url}/sms/{{reference}}", "method": "GET", "delivered": "OK", "failed": "KO.*"},
    )
    assert sms.send(TO, TEXT, key="k") == ("A1",)
    web.answers += [(200, "OK"), (200, "KO: absent"), (200, "still trying"), (404, "")]
    news = list(sms.receipts(["a", "b", "c", "d"]))
    assert [(r.reference, r.outcome, r.detail) for r in news] == [
        ("a", "delivered", ""),
        ("b", "failed", "KO: absent"),
    ]
    asked = len(web.requests)
    assert list(sms.receipts(["c", "d"])) == []
    assert len(web.requests) == asked


def test_check_asks_what_costs_nothing(web):
    check = {"url": f"{web.url}/balance", "method": "GET", "success": "balance"}
    web.answers += [(200, '{"balance": 3}'), (403, "")]
    sms = gateway(web, form={"t": "{text}"}, check=check)
    assert "que nos conoce" in sms.check()
    with pytest.raises(TransportError, match="HTTP 403"):
        sms.check()
    assert "sin comprobar" in gateway(web).check()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"url": "http://api.example.es/sms"}, "https://"),
        ({"form": {"t": "{texto}"}}, "{texto} no se conoce; hay: digits, key, text, to"),
        ({"success": "("}, "mal escrita"),
        ({"username": "ies"}, "password_file"),
        ({"secrets": {"token_file": "/no/existe"}}, "no se puede leer"),
        ({"status": {"url": "https://x/{reference}", "delivered": "a", "failed": "b"}}, "falta «reference»"),
        ({"urll": "x"}, "«urll» no se conoce"),
    ],
)
def test_wrong_settings_are_named(web, settings, says):
    with pytest.raises(InputError) as caught:
        gateway(web, **settings)
    assert says in str(caught.value)


def test_the_example_of_the_docs_works_as_written(web, tmp_path):
    page = (Path(__file__).parents[2] / "docs/operacion.md").read_text(encoding="utf-8")
    example = next(block for block in page.split("```toml\n") if 'kind = "http"' in block).partition("```")[0]
    (tmp_path / "sms").write_text("s3cr3to\n")
    example = example.replace("https://api.servicio.example", web.url).replace(
        "secretos/sms", str(tmp_path / "sms")
    )
    sms = build(SmsSettings.model_validate(tomllib.loads(example)["school"]["sms"]))
    assert sms.send(TO, TEXT, key="k") == ("A1",)
    web.answers += [(200, '{"state": "DELIVERED"}'), (200, '{"balance": 1}')]
    assert [r.outcome for r in sms.receipts(["A1"])] == ["delivered"]
    assert "que nos conoce" in sms.check()
    assert {request["headers"]["Authorization"] for request in web.requests} == {"Bearer s3cr3to"}
