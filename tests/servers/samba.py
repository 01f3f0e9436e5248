"""A throw-away Active Directory: Samba's domain controller with nothing but its LDAP server.

Samba listens on the well-known ports only, so it gets a loopback address of its own. Needs root.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bonsai
import pytest
import trustme
from bonsai import LDAPEntry, LDAPModOp, LDAPSearchScope

from tests.servers.people import OLD_PASSWORD, Person
from tests.servers.slapd import MAX_FAILURES, wait_for_port
from tests.servers.waiting import PATIENCE_S

_DOMAIN = "DC=centro,DC=test"
BASE = f"CN=Users,{_DOMAIN}"
_ADMIN, _ADMIN_PASSWORD = "Administrator@centro.test", "La-del-admin-1"
_ENABLED, _DISABLED = 512, 514  #: [MS-ADTS] 2.2.16 userAccountControl
_CONF = """
[global]
realm = CENTRO.TEST
workgroup = CENTRO
netbios name = DC1
server role = active directory domain controller
server services = ldap
dcerpc endpoint servers = none
interfaces = {address}/255.0.0.0
bind interfaces only = yes
prefork children = 1
log file = {directory}/log
private dir = {directory}/private
state directory = {directory}/state
cache directory = {directory}/cache
lock directory = {directory}
pid directory = {directory}
binddns dir = {directory}/bind-dns
ncalrpc dir = {directory}/ncalrpc
ntp signd socket directory = {directory}/ntp
posix:eadb = {directory}/eadb.tdb
tls certfile = {directory}/cert.pem
tls keyfile = {directory}/key.pem
tls cafile = {directory}/ca.pem
"""


@dataclass(frozen=True, slots=True)
class Samba:
    """A running domain controller."""

    directory: Path
    address: str

    @property
    def url(self) -> str:
        return f"ldaps://{self.address}"

    @property
    def ca_file(self) -> Path:
        return self.directory / "ca.pem"

    @property
    def options(self) -> dict[str, object]:
        """What `[school.credentials]` says of it."""
        return {
            "kind": "ldap",
            "dialect": "ad",
            "url": self.url,
            "base": BASE,
            "bind_dn": _ADMIN,
            "password": _ADMIN_PASSWORD,
            "ca_file": str(self.ca_file),
        }

    @classmethod
    @contextmanager
    def start(cls) -> Iterator[Samba]:
        directory = Path(tempfile.mkdtemp(prefix="incidencias-samba-"))
        server = cls(
            directory, f"127.{os.getpid() >> 14 & 63 | 64}.{os.getpid() >> 7 & 127}.{os.getpid() & 127 | 1}"
        )
        _provision(directory)
        authority = trustme.CA()
        certificate = authority.issue_cert(server.address)
        authority.cert_pem.write_to_path(directory / "ca.pem")
        certificate.private_key_pem.write_to_path(directory / "key.pem")
        (directory / "key.pem").chmod(0o600)
        certificate.cert_chain_pems[0].write_to_path(directory / "cert.pem")
        conf = directory / "smb.conf"
        conf.write_text(_CONF.format(directory=directory, address=server.address))
        with (directory / "out").open("wb") as out:
            process = subprocess.Popen(
                ["/usr/sbin/samba", "-F", "-s", conf], stdout=out, stderr=out, start_new_session=True
            )
        try:
            wait_for_port(server.address, 636)
            yield server
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE_S)
            shutil.rmtree(directory)

    # ----------------------------------------------------------------- the people in it

    def dn(self, login: str) -> str:
        return f"CN={login},{BASE}"

    def username(self, person: Person) -> str:
        return person.login

    def sign_in(self, login: str, password: str) -> str:
        """What the person's own program gets to hear: "ok", "must_change" or "wrong"."""
        try:
            self.bind(self.dn(login), password).close()
        except bonsai.AuthenticationError as error:
            return "must_change" if "data 773" in str(error) else "wrong"
        return "ok"

    def choose(self, login: str, old: str, new: str) -> None:
        """The person changes their password (the right old one is what Windows would ask for)."""
        assert self.sign_in(login, old) in {"ok", "must_change"}
        with self.bind(_ADMIN, _ADMIN_PASSWORD) as connection:
            (entry,) = connection.search(self.dn(login), LDAPSearchScope.BASE, attrlist=["pwdLastSet"])
            entry.change_attribute("unicodePwd", LDAPModOp.REPLACE, f'"{new}"'.encode("utf-16-le"))
            entry.change_attribute("pwdLastSet", LDAPModOp.REPLACE, -1)
            entry.modify()

    def lock_out(self, person: Person) -> None:
        """Wrong tries until the domain locks the account."""
        with self.bind(_ADMIN, _ADMIN_PASSWORD) as connection:
            (domain,) = connection.search(_DOMAIN, LDAPSearchScope.BASE, attrlist=["lockoutThreshold"])
            if domain["lockoutThreshold"] != [MAX_FAILURES]:
                domain["lockoutThreshold"] = MAX_FAILURES
                domain.modify()
        for _ in range(MAX_FAILURES):
            assert self.sign_in(person.login, "no-es") == "wrong"

    def bind(self, dn: str, password: str) -> bonsai.LDAPConnection:
        """A sign-in as anybody else's program does it. Raises bonsai's errors."""
        client = bonsai.LDAPClient(self.url)
        client.set_ca_cert(str(self.ca_file))
        client.set_credentials("SIMPLE", user=dn, password=password)
        return client.connect(timeout=PATIENCE_S)

    def add(self, person: Person) -> None:
        entry = LDAPEntry(self.dn(person.login))
        entry["objectClass"] = ["top", "person", "organizationalPerson", "user"]
        entry["sAMAccountName"] = person.login
        entry["displayName"], entry["sn"] = person.name, person.surnames
        entry["employeeID"], entry["mail"] = person.number, person.email
        entry["unicodePwd"] = f'"{OLD_PASSWORD}"'.encode("utf-16-le")
        entry["userAccountControl"] = _DISABLED if person.suspended else _ENABLED
        with self.bind(_ADMIN, _ADMIN_PASSWORD) as connection:
            connection.add(entry)


def _provision(directory: Path) -> None:
    """An empty domain in this directory."""
    command = ["/usr/bin/samba-tool", "domain", "provision", "--server-role=dc", "--dns-backend=NONE"]
    command += ["--realm=CENTRO.TEST", "--domain=CENTRO", "--host-name=dc1", "--host-ip=127.0.0.1"]
    command += [f"--adminpass={_ADMIN_PASSWORD}", f"--targetdir={directory}"]
    command += [f"--option=posix:eadb={directory}/eadb.tdb"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def samba() -> Iterator[Samba]:
    with Samba.start() as server:
        yield server
