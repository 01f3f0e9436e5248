"""What is particular to directories: TLS, the program's own account, a server that goes away."""

from __future__ import annotations

import pytest
import trustme

from bot.errors import InputError, TransportError
from tests.actions.test_account_systems import NEW, NOW, provider_of
from tests.servers.people import Person
from tests.servers.slapd import BASE, Slapd


def test_a_certificate_of_a_stranger_is_refused(slapd, tmp_path):
    stranger = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(stranger)
    with pytest.raises(TransportError, match="certificado"):
        provider_of(slapd.options | {"ca_file": str(stranger)}).check()


def test_no_password_goes_over_a_wire_without_tls(slapd):
    with pytest.raises(InputError, match="starttls"):
        provider_of(slapd.options | {"url": "ldap://directorio.example", "starttls": False})


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"password": "otra"}, "bind_dn"),
        ({"base": f"ou=nada,{BASE}"}, "no existe «ou=nada"),
        ({"dialect": "ad"}, "no es un Active Directory"),
        ({"url": "ldap://127.0.0.1:1"}, "no responde"),
    ],
    ids=["wrong password", "wrong base", "wrong dialect", "nobody there"],
)
def test_doctor_says_what_is_wrong(slapd, different, says):
    with pytest.raises(TransportError, match=says):
        provider_of(slapd.options | different).check()


def test_the_dialect_of_active_directory_is_told(samba):
    with pytest.raises(TransportError, match='dialect = "ad"'):
        provider_of(samba.options | {"dialect": "ppolicy"}).check()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "falta «url»"),
        ({"url": "http://x"}, "empieza por ldaps://"),
        ({"url": "ldaps://x", "base": "b", "bind_dn": "d"}, "password: falta"),
        (
            {"url": "ldaps://x", "base": "b", "bind_dn": "d", "password": "p", "colour": 1},
            "«colour» no se conoce",
        ),
        (
            {"url": "ldaps://x", "base": "b", "bind_dn": "d", "password_file": "/none"},
            "no se puede leer /none",
        ),
    ],
)
def test_mistakes_in_the_settings_are_named(options, says):
    with pytest.raises(InputError, match=says):
        provider_of({"kind": "ldap", **options})


def test_a_program_account_without_the_right_is_told_so(slapd):
    weak, ana = Person(), Person()
    for person in (weak, ana):
        slapd.add(person)
    provider = provider_of(
        slapd.options | {"bind_dn": slapd.dn(weak.login), "password": "clave-vieja-1aZ", "base": BASE}
    )
    with pytest.raises(TransportError) as refusal:
        provider.set_password(ana.account, NEW, key="k", now=NOW)
    assert refusal.value.permanent


def test_a_server_that_comes_back_is_found_again():
    ana = Person()
    with Slapd.start([ana]) as server:
        provider = provider_of(server.options)
        provider.check()
        server.stop()
        with pytest.raises(TransportError) as down:
            provider.set_password(ana.account, NEW, key="k", now=NOW)
        assert not down.value.permanent
        with server.running():
            provider.set_password(ana.account, NEW, key="k", now=NOW)
            assert server.sign_in(ana.login, NEW) == "must_change"
