"""A throw-away OpenLDAP with the ppolicy overlay, on a loopback port, as the user who runs the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bonsai
import pytest
import trustme
from bonsai import LDAPEntry, LDAPSearchScope

from tests.servers.people import OLD_PASSWORD, Person
from tests.servers.waiting import PATIENCE_S, wait_until

BASE = "dc=centro,dc=test"
BIND_DN, BIND_PASSWORD = f"cn=incidencias,{BASE}", "la-del-programa"
MAX_FAILURES = 3
_ROOT, _ROOT_PASSWORD = f"cn=root,{BASE}", "la-de-la-raiz"

_CONF = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile {directory}/slapd.pid
TLSCACertificateFile {directory}/ca.pem
TLSCertificateFile {directory}/cert.pem
TLSCertificateKeyFile {directory}/key.pem
security simple_bind=128
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
rootpw "{root_password}"
directory {directory}/data
maxsize 104857600
dbnosync
lastbind on
index employeeNumber,mail,uid eq
access to attrs=userPassword,pwdReset,pwdAccountLockedTime by dn.exact="{bot}" write by self =xw by anonymous auth by * none
access to * by dn.exact="{bot}" read by self read by * none
overlay ppolicy
ppolicy_default "cn=default,{base}"
ppolicy_use_lockout
"""
_TREE = f"""
dn: {BASE}
objectClass: dcObject
objectClass: organization
o: centro
dc: centro

dn: {BIND_DN}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: incidencias
userPassword: {BIND_PASSWORD}

dn: ou=personas,{BASE}
objectClass: organizationalUnit
ou: personas

dn: cn=default,{BASE}
objectClass: applicationProcess
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: {MAX_FAILURES}
pwdInHistory: 5
pwdCheckQuality: 2
pwdMinLength: 8
pwdMustChange: TRUE
"""


@dataclass(frozen=True, slots=True)
class Slapd:
    """A running server; what differs between tests are the people in it."""

    directory: Path
    port: int

    @property
    def url(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def ca_file(self) -> Path:
        return self.directory / "ca.pem"

    @property
    def options(self) -> dict[str, object]:
        """What `[school.credentials]` says of it."""
        return {
            "kind": "ldap",
            "url": self.url,
            "base": f"ou=personas,{BASE}",
            "bind_dn": BIND_DN,
            "password": BIND_PASSWORD,
            "ca_file": str(self.ca_file),
        }

    @classmethod
    @contextmanager
    def start(cls, people: Sequence[Person] = ()) -> Iterator[Slapd]:
        directory = Path(tempfile.mkdtemp(prefix="incidencias-slapd-"))
        (directory / "data").mkdir()
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1")
        authority.cert_pem.write_to_path(directory / "ca.pem")
        certificate.private_key_pem.write_to_path(directory / "key.pem")
        certificate.cert_chain_pems[0].write_to_path(directory / "cert.pem")
        conf = directory / "slapd.conf"
        conf.write_text(
            _CONF.format(directory=directory, base=BASE, bot=BIND_DN, root_password=_ROOT_PASSWORD)
        )
        ldif = _TREE + "".join(map(_ldif, people))
        subprocess.run(
            ["/usr/sbin/slapadd", "-q", "-f", conf], input=ldif, text=True, check=True, capture_output=True
        )
        server = cls(directory, free_port())
        with server.running():
            yield server
        shutil.rmtree(directory)

    def stop(self) -> None:
        """Away, as after a crash of its machine, until `running()` again."""
        os.kill(int((self.directory / "slapd.pid").read_text()), signal.SIGKILL)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Up; in the end down, whatever happened."""
        with (self.directory / "log").open("ab") as log:
            process = subprocess.Popen(
                ["/usr/sbin/slapd", "-d", "0", "-h", self.url, "-f", self.directory / "slapd.conf"],
                stdout=log,
                stderr=log,
            )
        try:
            wait_for_port("127.0.0.1", self.port)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_S)

    # ----------------------------------------------------------------- the people in it

    def dn(self, login: str) -> str:
        return f"uid={login},ou=personas,{BASE}"

    def add(self, person: Person) -> None:
        with self.bind(_ROOT, _ROOT_PASSWORD) as connection:
            connection.add(_entry(person))

    def username(self, person: Person) -> str:
        return person.login

    def sign_in(self, login: str, password: str) -> str:
        """What the person's own program gets to hear: "ok", "must_change" or "wrong"."""
        try:
            with self.bind(self.dn(login), password) as connection:
                connection.search(self.dn(login), LDAPSearchScope.BASE)
        except bonsai.AuthenticationError:
            return "wrong"
        except bonsai.errors.InsufficientAccess:
            return "must_change"
        return "ok"

    def choose(self, login: str, old: str, new: str) -> None:
        """The person changes their password."""
        with self.bind(self.dn(login), old) as connection:
            connection.modify_password(user=self.dn(login), old_password=old, new_password=new)

    def lock_out(self, person: Person) -> None:
        """Wrong tries until the policy locks the account."""
        for _ in range(MAX_FAILURES):
            assert self.sign_in(person.login, "no-es") == "wrong"

    def bind(self, dn: str, password: str) -> bonsai.LDAPConnection:
        """A sign-in as anybody else's program does it. Raises bonsai's errors."""
        client = bonsai.LDAPClient(self.url, tls=True)
        client.set_ca_cert(str(self.ca_file))
        client.set_credentials("SIMPLE", user=dn, password=password)
        return client.connect(timeout=PATIENCE_S)


def _attributes(person: Person) -> dict[str, str]:
    locked = {"pwdAccountLockedTime": "000001010000Z"} if person.suspended else {}
    return {
        "objectClass": "inetOrgPerson",
        "uid": person.login,
        "cn": person.name,
        "sn": person.surnames,
        "employeeNumber": person.number,
        "mail": person.email,
        "userPassword": OLD_PASSWORD,
        **locked,
    }


def _entry(person: Person) -> LDAPEntry:
    entry = LDAPEntry(f"uid={person.login},ou=personas,{BASE}")
    for name, value in _attributes(person).items():
        entry[name] = value
    return entry


def _ldif(person: Person) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in _attributes(person).items())
    return f"\ndn: uid={person.login},ou=personas,{BASE}\n{lines}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for_port(host: str, port: int) -> None:
    """Until somebody listens there."""

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((host, port)) == 0

    wait_until(listens)


@pytest.fixture(scope="session")
def slapd() -> Iterator[Slapd]:
    with Slapd.start() as server:
        yield server
