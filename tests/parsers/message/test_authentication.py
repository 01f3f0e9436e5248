"""RFC 8601: only the topmost verdict of our own server counts, and no trick makes a failure vanish."""

import pytest

from bot.model.mail import SenderVerdict
from bot.parsers.message.authentication import sender_verdict

PASS, FAIL, NONE = SenderVerdict.PASS, SenderVerdict.FAIL, SenderVerdict.NONE


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        pytest.param([], NONE, id="nada"),
        pytest.param(["mx.ies.test; dmarc=pass header.from=x.test"], PASS, id="pass"),
        pytest.param(["mx.ies.test; spf=pass; dmarc=fail (p=REJECT) header.from=x.test"], FAIL, id="fail"),
        pytest.param(["MX.IES.test 1; DMARC=Fail"], FAIL, id="mayúsculas y versión"),
        pytest.param(["evil.test; dmarc=pass"], NONE, id="servidor ajeno"),
        pytest.param(["evil.test; dmarc=pass", "mx.ies.test; dmarc=fail"], FAIL, id="ajeno encima del nuestro"),
        pytest.param(["mx.ies.test; dmarc=fail", "mx.ies.test; dmarc=pass"], FAIL, id="falsificado debajo"),
        pytest.param(["mx.ies.test.evil.test; dmarc=pass"], NONE, id="nombre parecido"),
        pytest.param(["mx.ies.test; none"], NONE, id="sin comprobar"),
        pytest.param(["mx.ies.test; spf=fail smtp.mailfrom=x.test; dkim=fail header.d=x.test"], FAIL, id="sin dmarc, fallan ambos"),
        pytest.param(["mx.ies.test; spf=softfail smtp.mailfrom=x.test; dkim=pass header.d=x.test"], PASS, id="sin dmarc, dkim propio"),
        pytest.param(["mx.ies.test; spf=pass smtp.mailfrom=ana@mail.x.test; dmarc=none"], PASS, id="sin política, spf alineado"),
        pytest.param(["mx.ies.test; spf=pass smtp.mailfrom=evil.test; dkim=pass header.d=evil.test"], NONE, id="pasa otro dominio"),
        pytest.param(["mx.ies.test; spf=fail; dkim=none"], NONE, id="dkim ausente no es fallo"),
        pytest.param(["mx.ies.test (; dmarc=pass) ; spf=none"], NONE, id="pass en un comentario"),
        pytest.param([f"mx.ies.test {'(' * 20}; dmarc=pass {')' * 20}; spf=none"], NONE, id="pass en comentarios sin fin"),
        pytest.param(['mx.ies.test; spf=pass smtp.mailfrom="a; dmarc=pass"@evil.test'], NONE, id="pass entre comillas"),
        pytest.param(['mx.ies.test; spf=none smtp.mailfrom=a"b(@evil.test; dmarc=fail (x) header.from="y"'], FAIL, id="comillas y paréntesis sueltos"),
        pytest.param(["spf=pass smtp.mailfrom=x.test; dmarc=pass action=none header.from=x.test"], NONE, id="microsoft sin ser nuestro"),
    ],
)  # fmt: skip
def test_verdict(results, verdict):
    assert sender_verdict(results, authserv_id="mx.ies.test", sender_domain="x.test") is verdict


def test_microsoft_365_writes_no_authserv_id():
    header = "spf=fail (sender IP is 1.2.3.4) smtp.mailfrom=x.test; dkim=none; dmarc=fail action=quarantine header.from=x.test;compauth=fail reason=000"
    assert (
        sender_verdict([header], authserv_id="ies.mail.protection.outlook.com", sender_domain="x.test")
        is FAIL
    )
    good = "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x.test; dkim=pass header.d=x.test;dmarc=pass action=none header.from=x.test;compauth=pass"
    assert sender_verdict([good], authserv_id="protection.outlook.com", sender_domain="x.test") is PASS


def test_without_our_servers_name_nothing_is_believed():
    assert sender_verdict(["mx.ies.test; dmarc=pass"], authserv_id=None, sender_domain="x.test") is NONE
