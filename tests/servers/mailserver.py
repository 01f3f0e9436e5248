"""A real mail system on loopback for tests and benchmarks: Dovecot and Postfix in a folder of their own.

    with MailServer.start(directory, base_port=20000) as server:
        server.deliver(mail_bytes)
        answers = server.wait_for_families(1)

Nothing leaves the machine: Postfix knows no way but Dovecot. Needs root (packages.txt) because both
change users. Addresses:

- `BOT`, `OFFICE`, `OTHER` and `SCHOOLS` @ieslaloma.test are mailboxes with the password `PASSWORD`; unknown
  ones get 550.
- every address @familias.test lands in one catch-all mailbox, `FAMILIES`, with the envelope recipient in
  Delivered-To. On purpose `noexiste*` is refused (550), `llena*` 452, `temporal*` 451, and `rebota*` is
  accepted and then bounced.
"""

from __future__ import annotations

import fcntl
import imaplib
import os
import re
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import Path

import trustme

from tests.servers.waiting import PATIENCE_S, wait_until

CONF = Path(__file__).parent / "mailserver_conf"
BOT = "incidenciastde@ieslaloma.test"
OFFICE = "secretaria@ieslaloma.test"
OTHER = "otro@ieslaloma.test"
FAMILIES = "familias@familias.test"
SCHOOLS = tuple(f"centro{number:02}@ieslaloma.test" for number in range(1, 51))
USERS = (BOT, OFFICE, OTHER, *SCHOOLS, FAMILIES)
PASSWORD = "secreto"
HOST = "127.0.0.1"
_HOMES = {FAMILIES: "catchall"}  #: whose maildir is not called as the user
_UID = 5000  # numeric owner of the maildirs; needs no passwd entry
_ROOM = 2**30  #: bytes that the servers of a test or benchmark may fill
_OFFSETS = {"IMAP": 143, "IMAPS": 993, "SMTP": 25, "SUBMISSION": 587, "SMTPS": 465, "LMTP": 24, "OAUTH": 80}

imaplib._MAXLINE = 50_000_000


@dataclass(frozen=True, slots=True)
class MailServer:
    """A running pair of servers."""

    directory: Path
    base_port: int
    imap: int  #: plain or STARTTLS
    imaps: int
    smtp: int  #: plain, AUTH offered but not required
    submission: int  #: STARTTLS and AUTH required
    smtps: int
    lmtp: int
    oauth: int  #: free: Dovecot asks here (POST /introspect) whether an XOAUTH2 token is good
    ca_file: Path
    other_ca_file: Path  #: an authority that did not sign our certificate

    @classmethod
    @contextmanager
    def start(cls, directory: Path, base_port: int) -> Iterator[MailServer]:
        """Start both servers in `directory` (short path, reachable by other users) and stop them after."""
        ports = {name: base_port + offset for name, offset in _OFFSETS.items()}
        _write_configuration(directory, base_port, ports)
        server = cls(
            directory,
            base_port,
            **{name.lower(): port for name, port in ports.items()},
            ca_file=directory / "tls" / "ca.pem",
            other_ca_file=directory / "tls" / "otherca.pem",
        )
        dovecot = ("-c", str(directory / "dovecot.conf"))
        postfix = ("postfix", "-c", str(directory / "postfix"))
        log = directory / "log"
        try:
            _run("dovecot", *dovecot, log=log)
            _wait_until_ready(lambda: _greets(server.imap) and _greets(server.lmtp), "Dovecot", directory)
            _run(*postfix, "start", log=log)
            _wait_until_ready(
                lambda: _greets(server.smtp) and _greets(server.submission), "Postfix", directory
            )
            yield server
        finally:
            _run(*postfix, "abort", log=log, check=False)
            _run("doveadm", *dovecot, "stop", log=log, check=False)

    def deliver(
        self, mail: bytes | EmailMessage, *, to: str = BOT, sender: str = "familia@familias.test"
    ) -> None:
        """Hand a mail in by SMTP, as the outside world does; bytes are kept but for line ends."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=default_policy)
        with smtplib.SMTP(HOST, self.smtp, local_hostname="familias.test", timeout=PATIENCE_S) as line:
            line.sendmail(sender, [to], re.sub(rb"\r?\n", b"\r\n", raw))

    @contextmanager
    def client(self, user: str = BOT) -> Iterator[imaplib.IMAP4]:
        """A signed-in IMAP client."""
        with imaplib.IMAP4(HOST, self.imap, timeout=PATIENCE_S) as line:
            line.login(user, PASSWORD)
            yield line

    def folders(self, user: str = BOT) -> set[str]:
        with self.client(user) as line:
            return {row.decode().rsplit(" ", 1)[1].strip('"') for row in line.list()[1]}

    def mailbox(self, user: str = BOT, folder: str = "INBOX", *, search: str = "ALL") -> list[EmailMessage]:
        """The mails of a folder that an IMAP search finds, oldest first; looking changes nothing."""
        with self.client(user) as line:
            if line.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            found = b",".join(line.uid("SEARCH", search)[1][0].split()).decode()
            if not found:
                return []
            _, data = line.uid("FETCH", found, "(BODY.PEEK[])")
            return [message_from_bytes(d[1], policy=default_policy) for d in data if isinstance(d, tuple)]

    def count(self, user: str = BOT, folder: str = "INBOX") -> int:
        """Mails in a folder, counted on the disk: the servers are not bothered."""
        home = self.directory / "mail" / _HOMES.get(user, user) / "Maildir"
        box = home if folder == "INBOX" else home / f".{folder}"
        parts = (box / part for part in ("new", "cur"))
        return sum(1 for part in parts if part.is_dir() for _ in os.scandir(part))

    def families(self, address: str | None = None) -> list[EmailMessage]:
        """What arrived at the families, or at one of their addresses."""
        search = "ALL" if address is None else f'HEADER Delivered-To "{address}"'
        return [
            mail
            for mail in self.mailbox(FAMILIES, search=search)
            if address is None or mail["Delivered-To"] == address
        ]

    def wait_for(self, count: int, *, user: str = BOT, folder: str = "INBOX") -> list[EmailMessage]:
        """The mails of a folder as soon as there are `count`."""
        return _until_enough(lambda: self.mailbox(user, folder), count)

    def wait_for_families(self, count: int, address: str | None = None) -> list[EmailMessage]:
        return _until_enough(lambda: self.families(address), count)

    def empty(self) -> None:
        """Remove all mails; sessions, folders and UIDVALIDITY stay, UIDs go on."""
        queue = ("postsuper", "-c", str(self.directory / "postfix"), "-d", "ALL")
        _run(*queue, log=self.directory / "log", check=False)
        for user in (BOT, OFFICE, OTHER, FAMILIES):
            self._doveadm("expunge", "-u", user, "mailbox", "*", "all")

    def recreate(self, user: str = BOT, folder: str = "INBOX") -> None:
        """The folder made anew: other UIDVALIDITY, no mails."""
        if folder != "INBOX":
            self._doveadm("mailbox", "delete", "-u", user, folder)
            self._doveadm("mailbox", "create", "-u", user, folder)
            return
        self._doveadm("kick", user)
        shutil.rmtree(self.directory / "mail" / user / "Maildir", ignore_errors=True)
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds

    def renumber(self, user: str) -> None:
        """The inbox keeps its mails under other UIDs and another UIDVALIDITY, as after a repair."""
        inbox = self.directory / "mail" / user / "Maildir"
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds
        for name in ("dovecot-uidlist", "dovecot-uidvalidity*", "dovecot.index*"):
            for path in inbox.glob(name):
                path.unlink(missing_ok=True)
        self._doveadm("kick", user)

    def _doveadm(self, *arguments: str) -> None:
        command = ("doveadm", "-c", str(self.directory / "dovecot.conf"), *arguments)
        _run(*command, log=self.directory / "log", check=False)


@contextmanager
def private_mailserver() -> Iterator[MailServer]:
    """A server in a new folder on free ports."""
    directory = Path(tempfile.mkdtemp(prefix="mail-", dir=_memory()))
    directory.chmod(0o755)
    try:
        with free_base() as base, MailServer.start(directory, base) as server:
            yield server
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _memory() -> Path | None:
    """Where files are kept in memory, if there is room enough; None: wherever temporary files are.

    On ext4 a mail costs the servers up to twice as much for some minutes after many files were deleted beside
    them, as at the end of another server: it passes over each of their inodes at each new file.
    """
    place = Path("/dev/shm")
    roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free >= _ROOM
    return place if roomy else None


@contextmanager
def free_base() -> Iterator[int]:
    """A port base whose ports nobody uses, kept from other processes that look for one meanwhile."""
    start = 20_000 + os.getpid() % 20 * 1000
    for base in (20_000 + (start + step) % 20_000 for step in range(0, 20_000, 1000)):
        with Path(tempfile.gettempdir(), f"incidencias-ports-{base}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if not any(_open(base + offset) for offset in _OFFSETS.values()):
                yield base
                return
    raise RuntimeError("no free ports between 20000 and 41000")


def _write_configuration(directory: Path, base_port: int, ports: dict[str, int]) -> None:
    for name in ("mail", "log", "run", "state", "postfix", "spool", "pfdata", "tls"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    os.chown(directory / "mail", _UID, _UID)
    shutil.chown(directory / "pfdata", "postfix")
    values = {"DIR": directory, "BASE": base_port, "UID": _UID, **ports}
    for template in CONF.iterdir():
        target = directory if template.name.startswith("dovecot") else directory / "postfix"
        text = re.sub(r"@([A-Z]+)@", lambda m: str(values[m[1]]), template.read_text())
        (target / template.name).write_text(text)
    (directory / "users").write_text(
        "".join(
            f"{user}:{{PLAIN}}{PASSWORD}:{_UID}:{_UID}::{directory}/mail/{home}::\n"
            for user, home in ((user, _HOMES.get(user, user)) for user in USERS)
        )
    )
    _make_certificates(directory / "tls")


def _make_certificates(directory: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(directory / "ca.pem")
    stranger.cert_pem.write_to_path(directory / "otherca.pem")
    certificate = authority.issue_cert("localhost", "mail.ieslaloma.test", HOST)
    certificate.private_key_and_cert_chain_pem.write_to_path(directory / "server.pem")
    (directory / "server.pem").chmod(0o600)


def _run(*command: str, log: Path, check: bool = True) -> None:
    """Run to its end; what it says goes to a file, because daemons would hold a pipe open."""
    path = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    with (log / "commands.log").open("ab") as said:
        subprocess.run(
            command,
            check=check,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=path,
            timeout=PATIENCE_S,
        )


def _wait_until_ready(ready: Callable[[], bool], what: str, directory: Path) -> None:
    try:
        wait_until(ready)
    except TimeoutError as error:
        logs = "\n".join(p.read_text(errors="replace")[-1500:] for p in (directory / "log").iterdir())
        raise RuntimeError(f"{what} did not start:\n{logs}") from error


def _open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _greets(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=3) as line:
            return line.recv(4) in {b"* OK", b"220 "}
    except OSError:
        return False


def _until_enough(look: Callable[[], list[EmailMessage]], count: int) -> list[EmailMessage]:
    return wait_until(lambda: found if len(found := look()) >= count else [], every=0.05)
