"""SMPP against a real message centre (npm's `smpp`)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from bot.actions.smpp_link import LinkLost
from bot.actions.sms.smpp import build
from bot.errors import InputError, TransportError
from bot.settings.values import SmsSettings
from tests.servers.smsc import free_port, running_smsc
from tests.servers.waiting import PATIENCE_S, wait_until

TEXT = "iPasen\nUsuario: aruisan111\nClave: k7mq-4wxt-9hpzr"
LONG = "Ñandué [café] €\n" * 12  # 16 letters, 19 septets: 228 septets, two parts
ARABIC = "كلمة المرور الجديدة " * 5  # 100 letters of UCS-2, two parts


@pytest.fixture(scope="module")
def smsc(tmp_path_factory):
    with running_smsc(tmp_path_factory.mktemp("smsc")) as server:
        yield server


@pytest.fixture
def gateway(smsc):
    gateways = []

    def made(**different):
        settings = {"host": "127.0.0.1", "port": smsc.port, "security": "none", "system_id": "ies"}
        settings |= {"password": "secreto", "sender": "IES Loma", "timeout_s": PATIENCE_S, "per_second": 200}
        gateways.append(build(SmsSettings(kind="smpp", **settings | different)))
        return gateways[-1]

    yield made
    for one in gateways:
        one._hang_up()


def heard(gateway, smsc, references, count=None):
    """The news of these parts, once the message centre has sent them."""
    found = []

    def enough():
        found.extend(gateway.receipts(references))
        return len(found) >= (len(references) if count is None else count)

    wait_until(enough)
    return [(r.reference, r.outcome) for r in found]


def prove_until_it_breaks(link):
    with suppress(LinkLost):
        while True:
            link.prove()


def taken(smsc, to):
    return [event for event in smsc.events("taken") if event["to"] == to]


def test_a_text_arrives_as_it_was_written_and_its_receipt_comes_back(gateway, smsc):
    sms = gateway()
    (reference,) = sms.send("+34600000001", TEXT, key="k")
    (arrived,) = taken(smsc, "34600000001")
    assert (arrived["text"], arrived["from"], arrived["ton"]) == (TEXT, "IES Loma", 5)
    assert arrived["coding"] == 0
    holds = datetime.fromisoformat(arrived["valid"]) - datetime.now(UTC)
    assert timedelta(hours=47) < holds <= timedelta(hours=48)  # no longer than the password
    assert heard(sms, smsc, [reference]) == [(reference, "delivered")]


@pytest.mark.parametrize(
    ("number", "text", "coding"), [("+34611000001", LONG, 0), ("+34612000001", ARABIC, 8)]
)
def test_a_long_text_goes_in_parts_that_the_phone_joins_again(gateway, smsc, number, text, coding):
    references = gateway().send(number, text, key="k")
    parts = taken(smsc, number.lstrip("+"))
    assert len(references) == len(parts) == 2
    assert "".join(part["text"] for part in parts) == text
    assert {part["coding"] for part in parts} == {coding}
    assert [part["part"][-4:] for part in parts] == ["0201", "0202"]
    assert len({part["part"][:-2] for part in parts}) == 1


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("+34600000002", "failed"), ("+34600000008", "delivered"), ("+34600000010", "delivered")],
)
def test_what_the_network_says_is_understood(gateway, smsc, number, outcome):
    sms = gateway()
    references = sms.send(number, TEXT, key="k")
    assert heard(sms, smsc, references) == [(references[0], outcome)]


def test_an_id_told_in_hexadecimal_is_known_again_in_its_receipt(gateway, smsc):
    sms = gateway(hex_ids=True)
    references = sms.send("+34600000011", TEXT, key="k")
    assert heard(sms, smsc, references) == [(references[0], "delivered")]


def test_a_receipt_that_nobody_noted_comes_again(gateway, smsc):
    sms = gateway()
    references = sms.send("+34620000001", TEXT, key="k")
    before = len(smsc.events("acknowledged"))
    first = wait_until(lambda: next(sms.receipts(references), None))  # and then the program dies
    assert first.reference == references[0]
    assert len(smsc.events("acknowledged")) == before
    assert heard(sms, smsc, references) == [(references[0], "delivered")]
    smsc.wait_for("acknowledged", before + 1)


def test_a_receipt_kept_for_us_is_fetched_after_a_restart(gateway, smsc):
    sms = gateway()
    references = sms.send("+34600000009", TEXT, key="k")
    sms._hang_up()
    assert list(gateway().receipts([])) == []  # nothing waits: no session is opened
    assert heard(gateway(), smsc, references) == [(references[0], "delivered")]


def test_told_to_slow_down_it_is_tried_again_later(gateway, smsc):
    sms = gateway()
    with pytest.raises(TransportError) as caught:
        sms.send("+34600000004", TEXT, key="k")
    assert not caught.value.permanent
    assert sms.send("+34600000004", TEXT, key="k")
    assert len(taken(smsc, "34600000004")) == 1


def test_told_to_slow_down_half_way_the_rest_still_goes_out(gateway, smsc):
    references = gateway().send("+34600000007", LONG, key="k")
    assert len(references) == 2
    assert "".join(part["text"] for part in taken(smsc, "34600000007")) == LONG


def test_no_such_number_is_for_a_person(gateway):
    with pytest.raises(TransportError) as caught:
        gateway().send("+34600000006", TEXT, key="k")
    assert caught.value.permanent


def test_a_line_that_breaks_half_way_is_never_repeated(gateway, smsc):
    with pytest.raises(TransportError, match="no se sabe") as caught:
        gateway().send("+34600000005", TEXT, key="k")
    assert caught.value.permanent
    assert len(taken(smsc, "34600000005")) == 1


def test_a_line_that_broke_while_nothing_was_sent_is_made_anew(gateway, smsc):
    sms = gateway()
    sms.send("+34631000003", TEXT, key="a")
    binds = len(smsc.events("bind"))
    smsc.hang_up()
    sms._heard = float("-inf")  # the line has been quiet for a while
    prove_until_it_breaks(sms._link)
    assert sms.send("+34632000003", TEXT, key="b")
    assert len(smsc.events("bind")) == binds + 1
    assert len(taken(smsc, "34632000003")) == 1


def test_a_server_that_is_away_is_a_passing_fault(gateway):
    sms = gateway(port=free_port())
    with pytest.raises(TransportError, match="no responde") as caught:
        sms.send("+34600000001", TEXT, key="k")
    assert not caught.value.permanent


def test_check_signs_in_and_says_what_is_wrong(gateway):
    assert "SIN CIFRAR" in gateway().check()
    with pytest.raises(TransportError, match="password"):
        gateway(password="otra").check()


def test_over_tls_the_certificate_must_be_the_servers(gateway, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name, host in (("ours", "127.0.0.1"), ("others", "otra.example")):
        certificate = authority.issue_cert(host)
        certificate.private_key_pem.write_to_path(tmp_path / f"{name}.key")
        certificate.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
        with running_smsc(tmp_path, tls=(tmp_path / f"{name}.key", tmp_path / f"{name}.pem")) as server:
            sms = gateway(port=server.port, security="tls", ca_file=str(tmp_path / "ca.pem"))
            if name == "ours":
                (reference,) = sms.send("+34600000001", TEXT, key="k")
                assert heard(sms, server, [reference]) == [(reference, "delivered")]
            else:
                with pytest.raises(TransportError, match="no responde"):
                    sms.check()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "falta «host»"),
        ({"host": "h", "system_id": "x", "sender": "demasiado largo"}, "sender"),
        ({"host": "h", "system_id": "x", "sender": "IES"}, "password: falta"),
        ({"host": "h", "system_id": "x", "sender": "IES", "pasword": "x"}, "«pasword» no se conoce"),
    ],
)
def test_wrong_settings_are_named(settings, says):
    with pytest.raises(InputError, match=says):
        build(SmsSettings(kind="smpp", **settings))
